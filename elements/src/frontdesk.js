// Frontdesk's custom elements: finds out which program has all that a page shows, and gives it the elements.
// The smallest programs come first; the last one has everything.
const PROGRAMS = {{programs}};
// What goes with an event.
const FACTS = { error: ["message"], navigate: ["url"] };
const IDENTITY = ["userId", "sessionId", "organizationId"];
// What a button opens in a dialog where it has the attribute `modal`.
const DIALOGS = {
  "frontdesk-sign-in-button": "frontdesk-sign-in",
  "frontdesk-sign-up-button": "frontdesk-sign-up",
  "frontdesk-user-button": "frontdesk-user-profile",
};

const here = (file) => new URL(file, import.meta.url);
const camel = (name) => name.replace(/-./g, (part) => part[1].toUpperCase());

// Elements in the page, and the number of each one's component; zero while it has none.
const elements = new Map();
// Elements that scripts of the page need beside: what they ask for is in the programs with these.
const asked = new Set();
let settling = false;
let state;
let program;
let chosen;
let loading;

const take = (element) => {
  const number = elements.get(element);
  if (number) program.detach(number);
  elements.set(element, 0);
};

const later = () => {
  if (settling) return;
  settling = true;
  queueMicrotask(settle);
};

// Only what is read by components: how a page shows or hides an element is none of their business.
const observer = new MutationObserver((changes) => {
  for (const { target, attributeName } of changes) {
    if (elements.has(target) && !/^(class|style|hidden|slot|data-|aria-)/.test(attributeName)) renew(target);
  }
});

const renew = (element) => {
  if (!elements.has(element)) return;
  take(element);
  later();
};

const settle = () => {
  settling = false;
  for (const element of elements.keys()) {
    // One that was moved is in the page again, and keeps its component.
    if (element.isConnected) continue;
    take(element);
    elements.delete(element);
  }
  const needed = [...asked];
  for (const element of elements.keys()) {
    needed.push(element.localName);
    if (element.hasAttribute("modal")) needed.push(DIALOGS[element.localName] ?? element.localName);
  }
  if (!needed.length) return;
  const fits = (name) => needed.every((tag) => PROGRAMS[name].includes(tag));
  if (!chosen || !fits(chosen)) {
    chosen = Object.keys(PROGRAMS).find(fits);
    loading = load(chosen);
  }
  loading.then(attach);
};

const attach = () => {
  for (const [element, number] of elements) {
    if (!number && element.isConnected && program) elements.set(element, program.attach(element));
  }
};

const load = async (name) => {
  style(name);
  // Both at once: the glue is not needed for the module to come.
  const module = fetch(here(`${name}_bg.wasm`));
  const glue = await import(here(`${name}.js`));
  await glue.default({ module_or_path: module });
  if (name !== chosen) return;
  // Two engines in one page would each keep a state of their own: the larger program takes all elements over.
  for (const element of elements.keys()) take(element);
  program?.leave();
  program = glue;
};

// Forms come with an engine that signs people in and no more. Who stays on the page gets the one that renews, well before the
// token of the sign-in is over; nearly everybody has gone on by then.
const isForm = (name) => /^sign-/.test(name);
const WHILE = 3e4;

const stay = () => {
  const form = chosen;
  const whole = Object.keys(PROGRAMS).pop();
  if (!elements.size || !isForm(form) || isForm(whole)) return;
  chosen = whole;
  loading = load(chosen);
  loading.then(attach, () => {
    // Without a network there is nothing to renew with, either.
    chosen = form;
    addEventListener("online", stay, { once: true });
  });
};

// Lets the program answer a script of the page: a larger one where the one that is there cannot.
const ask = async (element, tag, word, yes) => {
  asked.add(tag);
  settle();
  for (let last; last !== loading; ) await (last = loading);
  return new Promise((keep, fail) =>
    program.ask(element, tag, word, yes, (answer, fault) => (fault ? fail(new Error(fault)) : keep(answer ?? null))),
  );
};

// A sheet that the page brings itself is marked by `data-frontdesk`.
const style = (name) => {
  const sheet = isForm(name) ? "form" : "frontdesk";
  if (document.querySelector(`link[data-frontdesk=${sheet}], link[data-frontdesk=frontdesk]`)) return;
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = here(`${sheet}.css`);
  link.dataset.frontdesk = sheet;
  // First, so that the page's own sheets come after it.
  document.head.prepend(link);
};

class FrontdeskElement extends HTMLElement {
  #given = {};

  connectedCallback() {
    for (const name of ["appearance", "messages"]) {
      // Set before this class was known.
      if (Object.hasOwn(this, name)) {
        const value = this[name];
        delete this[name];
        this[name] = value;
      }
    }
    observer.observe(this, { attributes: true });
    if (!elements.has(this)) elements.set(this, 0);
    later();
  }

  disconnectedCallback() {
    later();
  }

  get appearance() {
    return this.#given.appearance;
  }

  set appearance(value) {
    this.#given.appearance = value;
    renew(this);
  }

  get messages() {
    return this.#given.messages;
  }

  set messages(value) {
    this.#given.messages = value;
    renew(this);
  }

  getToken({ template, skipCache } = {}) {
    return ask(this, "frontdesk-signed-in", template ?? "", !!skipCache);
  }

  signOut({ all } = {}) {
    return ask(this, "frontdesk-sign-out-button", "", !!all);
  }

  words() {
    return this.#given.messages ? JSON.stringify(this.#given.messages) : "";
  }

  // What is said here, or for the whole page by `<meta name="frontdesk-…">` or by the element that has the key.
  text(name) {
    const given =
      this.getAttribute(name) ??
      this.#given.appearance?.[camel(name)] ??
      document.querySelector(`meta[name="frontdesk-${name}"]`)?.content ??
      document.querySelector(`[publishable-key][${name}]`)?.getAttribute(name);
    return String(given ?? (name === "locales-url" ? here("locales/") : ""));
  }

  tell(event, facts) {
    const names = FACTS[event] ?? IDENTITY;
    if (names === IDENTITY && facts[1]) setTimeout(stay, event === "ready" ? 0 : WHILE);
    const detail = Object.fromEntries(facts.map((fact, place) => [names[place], fact || null]));
    // All elements tell the same; the page is told once.
    if (names === IDENTITY && JSON.stringify(detail) !== JSON.stringify(state)) {
      state = detail;
      document.dispatchEvent(new CustomEvent("frontdesk-change", { detail }));
    }
    return this.dispatchEvent(new CustomEvent(event, { detail, cancelable: event === "navigate" }));
  }
}

// Any element of the page speaks for it; a page that has none gets one that shows nothing.
const speaker = () =>
  elements.keys().next().value ?? document.body.appendChild(document.createElement("frontdesk-signed-in"));

export default globalThis.frontdesk = {
  get state() {
    return state;
  },
  getToken: (options) => speaker().getToken(options),
  signOut: (options) => speaker().signOut(options),
};

for (const tag of new Set(Object.values(PROGRAMS).flat())) {
  customElements.get(tag) ?? customElements.define(tag, class extends FrontdeskElement {});
}

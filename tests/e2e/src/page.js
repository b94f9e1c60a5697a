// What a story needs in a page: finding things by the name that a person sees or hears.
window.__story ??= (() => {
  // What the page's policy forbids is an error like any other: the story's end looks at the console.
  let forbidden = 0;
  window.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, documentURI, sourceFile, lineNumber }) => {
    // The development inbox is no page of an app. Once while it is looked at, something that is in no file tries a style there;
    // what the inbox itself is refused has its address.
    if (!sourceFile && location.pathname === "/dev/inbox") return;
    forbidden += 1;
    console.error(`the policy of ${documentURI} forbids ${violatedDirective}: ${blockedURI} (${sourceFile}:${lineNumber})`);
  });
  const tidy = (text) => (text ?? "").replace(/\s+/g, " ").trim();
  const visible = (element) => {
    const box = element.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && element.checkVisibility({ visibilityProperty: true });
  };
  const scope = () => [...document.querySelectorAll("dialog[open]")].at(-1) ?? document;
  // What a screen reader says of an element's content: without what is hidden from it.
  const spoken = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data;
    if (node.nodeType !== Node.ELEMENT_NODE || node.getAttribute("aria-hidden") === "true") return "";
    return ` ${[...node.childNodes].map(spoken).join("")} `;
  };
  const name = (element) => {
    const by = element.getAttribute("aria-labelledby");
    if (by) return tidy(by.split(/\s+/).map((id) => document.getElementById(id)?.textContent).join(" "));
    if (element.hasAttribute("aria-label")) return tidy(element.getAttribute("aria-label"));
    if (element.labels?.length) return tidy(element.labels[0].innerText);
    return tidy(spoken(element)) || tidy(element.title || element.value);
  };
  const best = (elements, wanted) => {
    const named = elements.filter(visible).map((element) => [element, name(element)]);
    return (named.find(([, own]) => own === wanted) ?? named.find(([, own]) => own.startsWith(wanted)))?.[0] ?? null;
  };
  const pressable = "button, a[href], [role=button], [role=menuitem], [role=menuitemradio], [role=option], summary";
  const fields = "input, textarea, select";
  const find = (kind, wanted) =>
    kind === "selector"
      ? [...document.querySelectorAll(wanted)].find(visible) ?? null
      : best([...scope().querySelectorAll(kind === "field" ? fields : pressable)], wanted);
  return {
    name,
    get forbidden() {
      return forbidden;
    },
    // Where to press: only once the element stands still and nothing covers it.
    async point(kind, wanted) {
      const element = find(kind, wanted);
      if (!element) return null;
      element.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
      const before = element.getBoundingClientRect();
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      const box = element.getBoundingClientRect();
      if (!element.isConnected || before.x !== box.x || before.y !== box.y) return null;
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      const top = document.elementFromPoint(x, y);
      const related = top && (element.contains(top) || top.contains(element) || [...(element.labels ?? [])].some((l) => l.contains(top)));
      return related ? { x, y } : null;
    },
    exists: (kind, wanted) => find(kind, wanted) !== null,
    value: (wanted) => find("field", wanted)?.value ?? null,
    // A page that has just appeared may place the focus itself; a person would not be faster than that.
    async focusField(wanted) {
      const element = find("field", wanted);
      if (!element) return false;
      element.focus();
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      element.select?.();
      return document.activeElement === element;
    },
    text: () => tidy(document.body?.innerText),
    textOf: (selector) => tidy(document.querySelector(selector)?.innerText) || null,
    names: () => [...scope().querySelectorAll(`${pressable}, ${fields}`)].filter(visible).map((e) => `${e.localName}: ${name(e)}`),
    // A picture is taken when nothing moves any more.
    async still() {
      await document.fonts.ready;
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      for (const animation of document.getAnimations()) {
        if (animation.effect?.getComputedTiming().endTime !== Infinity) animation.finish();
      }
      return true;
    },
  };
})();

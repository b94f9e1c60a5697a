// What a person does in a page of the app, through the published browser client.

import { until } from './report.mjs';

export const PASSWORD = 'a long enough phrase 1';

/** Opens the app, waits until the client is loaded, and returns what it thinks. */
export async function open(page, url) {
  await page.goto(url);
  await page.waitForFunction(() => window.Clerk);
  return page.evaluate(async () => {
    const ClerkUI = window.__internal_ClerkUICtor;
    const afterSignOutUrl = `${location.pathname}?signed-out`;
    await window.Clerk.load({ telemetry: false, afterSignOutUrl, ...(ClerkUI && { ui: { ClerkUI } }) });
    return { status: window.Clerk.status, signedIn: !!window.Clerk.user };
  });
}

/** The newest code that the development inbox has for an address; one that was seen before does not count. */
export function codeFor(desk, address, before = undefined) {
  return until(`a code for ${address}`, async () => {
    const headers = { 'clerk-secret-key': desk.development.secret_key };
    const inbox = await (await fetch(`${desk.fapi}/dev/inbox.json`, { headers })).json();
    const code = inbox.data.find(mail => mail.code && JSON.stringify(mail.to).includes(address))?.code;
    return code !== before && code;
  });
}

/** Signs up with the code from the development inbox. */
export async function signUp(desk, page, address) {
  await page.evaluate(async ([emailAddress, password]) => {
    await window.Clerk.client.signUp.create({ emailAddress, password });
    await window.Clerk.client.signUp.prepareEmailAddressVerification({ strategy: 'email_code' });
  }, [address, PASSWORD]);
  const code = await codeFor(desk, address);
  return page.evaluate(async given => {
    const done = await window.Clerk.client.signUp.attemptEmailAddressVerification({ code: given });
    await window.Clerk.setActive({ session: done.createdSessionId });
    return [done.status, window.Clerk.user?.primaryEmailAddress?.emailAddress, window.Clerk.session?.status];
  }, code);
}

/** Signs in with a password. */
export function signIn(page, identifier, phrase = PASSWORD) {
  return page.evaluate(async ([name, password]) => {
    const done = await window.Clerk.client.signIn.create({ identifier: name, password });
    await window.Clerk.setActive({ session: done.createdSessionId });
    return [done.status, window.Clerk.user?.primaryEmailAddress?.emailAddress];
  }, [identifier, phrase]);
}

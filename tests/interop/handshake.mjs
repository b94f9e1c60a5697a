// Pages that a back end renders: the back-end client, unmodified, decides who asks, in front of a real browser that a real
// server redirects. Whoever is signed in is so at the first byte, whatever cookies the app has lost meanwhile.

import assert from 'node:assert/strict';

import { createClerkClient } from '@clerk/backend';

import { Desk, PRODUCTION_APP } from './lib/desk.mjs';
import { Front, launch } from './lib/front.mjs';
import { PASSWORD, open, signIn, signUp } from './lib/person.mjs';
import { Report } from './lib/report.mjs';

const ORGANIZATIONS = {
  organizationPatterns: ['/rendered/:setup/orgs/:slug'],
  personalAccountPatterns: ['/rendered/:setup/me'],
};

const report = new Report('handshake');
const desk = await Desk.start();
const keys = { development: desk.development, production: desk.production };
const clients = Object.fromEntries(Object.entries(keys).map(([setup, key]) => [setup, createClerkClient({
  secretKey: key.secret_key, publishableKey: key.publishable_key, apiUrl: desk.bapi,
})]));

/** A page as an app's back end renders it: what the client says of the request, and the redirect that it asks for. */
async function render(request, setup) {
  const state = await clients[setup].authenticateRequest(request, {
    authorizedParties: [new URL(request.url).origin],
    jwtKey: keys[setup].jwt_public_key_pem,
    organizationSyncOptions: ORGANIZATIONS,
  });
  if (state.headers.has('location')) return new Response(null, { status: 307, headers: state.headers });
  const auth = state.toAuth();
  const headers = new Headers(state.headers);
  headers.set('content-type', 'application/json');
  const body = { status: state.status, reason: state.reason, user: auth?.userId ?? null, organization: auth?.orgSlug ?? null };
  return new Response(JSON.stringify(body), { headers });
}

/** Opens a rendered page; how often the browser was at the handshake on its way, and what the page says. */
async function visit(page, front, url) {
  const before = front.log.length;
  const reply = await page.goto(url);
  const text = await reply.text();
  // People take longer than the two seconds in which redirects are counted.
  await page.context().clearCookies({ name: '__clerk_redirect_count' });
  assert.equal(reply.status(), 200, text);
  const handshakes = front.log.slice(before).filter(line => line.path === '/v1/client/handshake');
  assert.equal(page.url(), url, 'the address is the one that was asked for');
  return { ...JSON.parse(text), handshakes: handshakes.map(line => line.status) };
}

async function story(setup, front, browser) {
  const check = (name, run) => report.check(`${setup}: ${name}`, run);
  const origin = setup === 'production' ? PRODUCTION_APP : front.origin;
  const rendered = `${origin}/rendered/${setup}`;
  const address = `ada.${setup}@example.com`;
  const context = await browser.newContext();
  const page = await context.newPage();
  const forget = name => context.clearCookies({ name });
  const at = path => visit(page, front, `${rendered}${path}`);
  let user;

  await check('a stranger is told so', async () => {
    const seen = await at('/first');
    assert.deepEqual([seen.status, seen.user], ['signed-out', null]);
    // In development the first page brings the development browser; in production there is nothing to ask for.
    assert.deepEqual(seen.handshakes, setup === 'development' ? [307] : []);
    assert.deepEqual((await at('/second')).handshakes, [], 'and is not asked again');
  });

  await check('whoever signed in through the browser client is signed in', async () => {
    await open(page, `${origin}/${setup}`);
    if (setup === 'production') {
      await clients.production.users.createUser({ emailAddress: [address], password: PASSWORD });
      await signIn(page, address);
    } else {
      await signUp(desk, page, address);
    }
    user = await page.evaluate(() => window.Clerk.user.id);
    const seen = await at('/in');
    assert.deepEqual(seen, { status: 'signed-in', reason: null, user, organization: null, handshakes: [] });
  });

  await check('a browser without session token is signed in at the first byte', async () => {
    await forget(/^__session/);
    const seen = await at('/later?a=1&b=x%2Fy');
    assert.deepEqual([seen.status, seen.user, seen.handshakes], ['signed-in', user, [307]]);
    assert.deepEqual((await at('/later')).handshakes, [], 'the cookies were set');
  });

  await check('a browser that lost what says since when is signed in, too', async () => {
    await forget(/^__client_uat/);
    const seen = await at('/later');
    assert.deepEqual([seen.status, seen.user], ['signed-in', user]);
  });

  await check('the organization of the address becomes the active one', async () => {
    await open(page, `${origin}/${setup}`);
    const slug = await page.evaluate(async () => (await window.Clerk.createOrganization({ name: 'Wrens' })).slug);
    await page.evaluate(() => window.Clerk.setActive({ organization: null }));
    const inside = await at(`/orgs/${slug}`);
    assert.deepEqual([inside.status, inside.organization, inside.handshakes], ['signed-in', slug, [307]]);
    const personal = await at('/me');
    assert.deepEqual([personal.status, personal.organization, personal.handshakes], ['signed-in', null, [307]]);
    const nowhere = await at('/orgs/no-such');
    assert.deepEqual([nowhere.status, nowhere.organization], ['signed-in', null], 'no loop, and no organization');
  });

  await check('a session that was revoked is signed out once its token is gone', async () => {
    const { data } = await clients[setup].sessions.getSessionList({ userId: user, status: 'active' });
    for (const session of data) await clients[setup].sessions.revokeSession(session.id);
    await forget(/^__session/);
    const seen = await at('/revoked');
    assert.deepEqual([seen.status, seen.user], ['signed-out', null]);
    assert.deepEqual((await at('/revoked')).handshakes, [], 'and that is remembered');
  });

  await check('nobody is sent anywhere but to pages of the app', async () => {
    const key = keys[setup];
    const target = new URL('/v1/client/handshake', desk.fapi);
    target.searchParams.set('redirect_url', 'javascript:alert(1)');
    const reply = await fetch(target, { redirect: 'manual', headers: { 'clerk-secret-key': key.secret_key } });
    const { errors } = await reply.json();
    assert.deepEqual([reply.status, reply.headers.get('location'), errors[0].code], [422, null, 'invalid_redirect_url']);
  });
  await context.close();
}

const front = await Front.start(desk, render);
const browser = await launch(front);
try {
  for (const setup of ['development', 'production']) await story(setup, front, browser);
} finally {
  if (process.env.INTEROP_LOG) console.log(front.log.map(line => Object.values(line).join(' ')).join('\n'));
  await browser.close();
  front.stop();
  await desk.stop();
}
report.finish();

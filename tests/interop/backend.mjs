// The back-end client, unmodified, against a real server: tokens by key set and by PEM, users and sessions by the
// Backend API, and requests that are signed in or not.

import assert from 'node:assert/strict';

import { createClerkClient, verifyToken } from '@clerk/backend';

import { Desk } from './lib/desk.mjs';
import { Report, part } from './lib/report.mjs';

const APP = 'http://localhost:4402';
const PASSWORD = 'correct horse 9';

const report = new Report('back end');
const check = (name, run) => report.check(name, run);
const desk = await Desk.start();
const { secret_key: secretKey, publishable_key: publishableKey, jwt_public_key_pem: jwtKey } = desk.development;
const clerk = createClerkClient({ secretKey, publishableKey, apiUrl: desk.bapi });

/** A call of the Frontend API as a page on another site makes it. */
async function page(path, form, browser) {
  const url = new URL(desk.fapi + path);
  if (browser) url.searchParams.set('__clerk_db_jwt', browser);
  const reply = await fetch(url, {
    method: 'POST',
    headers: { origin: APP, 'clerk-secret-key': secretKey },
    body: new URLSearchParams(form),
  });
  return { status: reply.status, body: await reply.json() };
}

async function signedUp(address) {
  const browser = (await page('/v1/dev_browser', {})).body.id;
  const begun = (await page('/v1/client/sign_ups', { email_address: address, password: PASSWORD }, browser)).body;
  const path = `/v1/client/sign_ups/${begun.response.id}`;
  await page(`${path}/prepare_verification`, { strategy: 'email_code' }, browser);
  // Addresses with this tag take the well-known code in development.
  const done = await page(`${path}/attempt_verification`, { strategy: 'email_code', code: '424242' }, browser);
  const [session] = done.body.client.sessions;
  return { browser, session, token: session.last_active_token.jwt, userId: done.body.response.created_user_id };
}

/** What a call is refused with. */
async function refusal(call) {
  try {
    await call;
  } catch (error) {
    return [error.status, error.errors?.[0]?.code, error.errors?.[0]?.meta?.paramName ?? null, !!error.clerkTraceId];
  }
  return 'not refused';
}

async function reasonOf(call) {
  try {
    await call;
  } catch (error) {
    return error.reason;
  }
  return 'verified';
}

try {
  const address = 'ada+clerk_test@example.com';
  const ada = await signedUp(address);
  const other = (await import('./corpus/tokens.mjs')).PEM;

  // Tokens.
  await check('verifies a token by the key set', async () => {
    const claims = await verifyToken(ada.token, { secretKey, apiUrl: desk.bapi, authorizedParties: [APP] });
    assert.deepEqual([claims.sub, claims.sid, claims.azp], [ada.userId, ada.session.id, APP]);
  });
  await check('verifies a token by PEM', async () => {
    const claims = await verifyToken(ada.token, { jwtKey, authorizedParties: [APP] });
    assert.deepEqual([claims.sub, claims.sid], [ada.userId, ada.session.id]);
  });
  await check('refuses a token of another page, another key, and one that was changed', async () => {
    assert.equal(await reasonOf(verifyToken(ada.token, { jwtKey, authorizedParties: ['https://evil.example'] })),
      'token-invalid-authorized-parties');
    assert.equal(await reasonOf(verifyToken(ada.token, { jwtKey: other })), 'token-invalid-signature');
    const [header, , seal] = ada.token.split('.');
    const claims = { ...part(ada.token), sub: 'user_other' };
    const forged = [header, Buffer.from(JSON.stringify(claims)).toString('base64url'), seal].join('.');
    assert.equal(await reasonOf(verifyToken(forged, { jwtKey })), 'token-invalid-signature');
  });
  await check('reads the key set', async () => {
    const { keys } = await clerk.jwks.getJwks();
    assert.deepEqual(keys.map(key => [key.kid, key.alg, key.kty, key.use, key.e]),
      [[part(ada.token, 0).kid, 'RS256', 'RSA', 'sig', 'AQAB']]);
  });

  // Requests.
  const judged = (headers, options = { jwtKey }) =>
    clerk.authenticateRequest(new Request(`${APP}/api`, { headers }), { authorizedParties: [APP], ...options });
  await check('a request with a token is signed in', async () => {
    const state = await judged({ authorization: `Bearer ${ada.token}` });
    assert.deepEqual([state.status, state.toAuth().userId, state.toAuth().sessionId],
      ['signed-in', ada.userId, ada.session.id]);
  });
  await check('a request with cookies is signed in, by the key set too', async () => {
    const cookie = `__session=${ada.token}; __client_uat=${part(ada.token).iat}; __clerk_db_jwt=${ada.browser}`;
    for (const options of [{ jwtKey }, {}]) {
      const state = await judged({ cookie }, options);
      assert.deepEqual([state.status, state.reason, state.toAuth().userId], ['signed-in', null, ada.userId]);
    }
  });
  await check('a request with nothing is signed out', async () => {
    const state = await judged({ cookie: `__clerk_db_jwt=${ada.browser}` });
    assert.deepEqual([state.status, state.reason], ['signed-out', 'session-token-and-uat-missing']);
  });
  await check('a request with a token under a foreign key is signed out', async () => {
    const state = await judged({ authorization: `Bearer ${ada.token}` }, { jwtKey: other });
    assert.deepEqual([state.status, state.reason], ['signed-out', 'token-invalid-signature']);
  });

  // Users.
  await check('gets a user', async () => {
    const user = await clerk.users.getUser(ada.userId);
    assert.equal(user.primaryEmailAddress.emailAddress, address);
    assert.equal(user.primaryEmailAddress.verification.status, 'verified');
    assert.deepEqual([user.privateMetadata, user.passwordEnabled, user.lastSignInAt > 0], [{}, true, true]);
  });
  const bob = await check('creates a user', async () => {
    const user = await clerk.users.createUser({
      emailAddress: ['Bob@Example.com'], password: 'bobs password 1', firstName: 'Bob', lastName: 'Builder',
      externalId: 'ext_1', publicMetadata: { role: 'x' }, privateMetadata: { a: { b: 1, c: 2 } },
      unsafeMetadata: { theme: 'dark' },
    });
    assert.equal(user.emailAddresses[0].emailAddress, 'bob@example.com');
    assert.deepEqual([user.publicMetadata, user.privateMetadata, user.unsafeMetadata],
      [{ role: 'x' }, { a: { b: 1, c: 2 } }, { theme: 'dark' }]);
    return user;
  });
  const dan = await check('creates a user without password and with two addresses', async () => {
    const user = await clerk.users.createUser({
      emailAddress: ['dan@example.com', 'dan.two@example.com'], skipPasswordRequirement: true,
    });
    assert.deepEqual([user.passwordEnabled, user.emailAddresses.length], [false, 2]);
    return user;
  });
  await check('refuses users that cannot be', async () => {
    const create = form => refusal(clerk.users.createUser(form));
    const password = 'long enough 1';
    assert.deepEqual(await create({ emailAddress: ['bob@example.com'], password }),
      [422, 'form_identifier_exists', 'email_address', true]);
    assert.deepEqual(await create({ emailAddress: ['carl@example.com'], password, externalId: 'ext_1' }),
      [422, 'form_identifier_exists', 'external_id', true]);
    assert.deepEqual(await create({ emailAddress: ['eve@example.com'], password: 'x' }),
      [422, 'form_password_length_too_short', 'password', true]);
    assert.deepEqual(await create({ emailAddress: ['nope'], password }),
      [422, 'form_param_format_invalid', 'email_address', true]);
    assert.deepEqual(await create({ firstName: 'No' }), [422, 'form_data_missing', null, true]);
  });
  await check('a created user signs in', async () => {
    const { body } = await page('/v1/client/sign_ins', { identifier: 'bob@example.com', password: 'bobs password 1' },
      (await page('/v1/dev_browser', {})).body.id);
    assert.equal(body.response.status, 'complete');
  });
  await check('lists, filters, orders and counts users', async () => {
    const ids = async filter => (await clerk.users.getUserList(filter)).data.map(user => user.id);
    assert.deepEqual(await ids({ limit: 2, orderBy: '-created_at' }), [dan.id, bob.id]);
    assert.deepEqual(await ids({ limit: 1, offset: 1, orderBy: '-created_at' }), [bob.id]);
    assert.deepEqual(await ids({ emailAddress: ['BOB@example.com', 'dan@example.com'], orderBy: 'created_at' }),
      [bob.id, dan.id]);
    assert.deepEqual(await ids({ userId: [bob.id, 'user_none'] }), [bob.id]);
    assert.deepEqual(await ids({ externalId: ['ext_1'] }), [bob.id]);
    assert.deepEqual(await ids({ query: 'builder' }), [bob.id]);
    assert.equal((await clerk.users.getUserList({ emailAddress: ['bob@example.com'] })).totalCount, 1);
    assert.equal(await clerk.users.getCount(), 3);
    assert.deepEqual(await refusal(clerk.users.getUserList({ orderBy: 'nonsense' })),
      [422, 'form_param_value_invalid', 'order_by', true]);
  });
  await check('changes a user', async () => {
    const user = await clerk.users.updateUser(bob.id, { firstName: 'Robert', lastName: null, externalId: 'ext_2' });
    assert.deepEqual([user.firstName, user.lastName, user.externalId], ['Robert', null, 'ext_2']);
    const moved = await clerk.users.updateUser(dan.id, { primaryEmailAddressID: dan.emailAddresses[1].id });
    assert.equal(moved.primaryEmailAddressId, dan.emailAddresses[1].id);
  });
  await check('replaces and merges metadata', async () => {
    const replaced = await clerk.users.updateUser(bob.id, { publicMetadata: { only: 1 } });
    assert.deepEqual(replaced.publicMetadata, { only: 1 });
    const merged = await clerk.users.updateUserMetadata(bob.id, { privateMetadata: { a: { b: null, d: 4 } } });
    assert.deepEqual(merged.privateMetadata, { a: { c: 2, d: 4 } });
  });
  await check('a new password ends the other sessions', async () => {
    await clerk.users.updateUser(bob.id, { password: 'another one 22', signOutOfOtherSessions: true });
    const { data } = await clerk.sessions.getSessionList({ userId: bob.id });
    assert.deepEqual(data.map(session => session.status), ['revoked']);
  });
  await check('deletes a user', async () => {
    const deleted = await clerk.users.deleteUser(bob.id);
    assert.deepEqual([deleted.deleted, deleted.id], [true, bob.id]);
    const gone = [404, 'resource_not_found', null, true];
    assert.deepEqual(await refusal(clerk.users.getUser(bob.id)), gone);
    assert.deepEqual(await refusal(clerk.users.deleteUser(bob.id)), gone);
  });

  // Sessions.
  await check('gets and lists sessions', async () => {
    const session = await clerk.sessions.getSession(ada.session.id);
    assert.deepEqual([session.status, session.userId], ['active', ada.userId]);
    const list = await clerk.sessions.getSessionList({ userId: ada.userId, status: 'active' });
    assert.deepEqual([list.totalCount, list.data[0].id], [1, ada.session.id]);
  });
  await check('revokes a session, which then mints no token', async () => {
    assert.equal((await clerk.sessions.revokeSession(ada.session.id)).status, 'revoked');
    assert.equal((await clerk.sessions.revokeSession(ada.session.id)).status, 'revoked');
    const { status } = await page(`/v1/client/sessions/${ada.session.id}/tokens`, {}, ada.browser);
    assert.ok([401, 404].includes(status), `${status}`);
  });

  // The door.
  await check('refuses a wrong secret key', async () => {
    const stranger = createClerkClient({ secretKey: 'sk_test_wrong', publishableKey, apiUrl: desk.bapi });
    assert.deepEqual(await refusal(stranger.users.getCount()), [401, 'clerk_key_invalid', null, true]);
    const production = createClerkClient({ secretKey: desk.production.secret_key, apiUrl: desk.bapi });
    assert.equal(await production.users.getCount(), 0, 'instances share no users');
  });
  await check('answers what it does not know in the documented form', async () => {
    const authorization = `Bearer ${secretKey}`;
    const raw = async (path, init) => {
      const reply = await fetch(desk.bapi + path, init);
      return [reply.status, reply.headers.get('content-type'), (await reply.json()).errors?.[0]?.code];
    };
    const type = 'application/json';
    const post = (body, contentType = type) =>
      ({ method: 'POST', headers: { authorization, 'content-type': contentType }, body });
    assert.deepEqual(await raw('/v1/users'), [401, type, 'authentication_invalid']);
    assert.deepEqual(await raw('/v1/nothing'), [404, type, 'resource_not_found']);
    assert.deepEqual(await raw('/v1/users', { method: 'PUT', headers: { authorization } }), [405, type, 'bad_request']);
    assert.deepEqual(await raw('/v1/users', post('{')), [400, type, 'request_body_invalid']);
    assert.deepEqual(await raw('/v1/users', post('{', 'text/xml')), [415, type, 'unsupported_content_type']);
    assert.deepEqual(await raw('/v1/users?limit=0', { headers: { authorization } }),
      [422, type, 'form_param_value_invalid']);
    const typed = { first_name: 7, email_address: ['zoe@example.com'], password: 'long enough 1' };
    assert.deepEqual(await raw('/v1/users', post(JSON.stringify(typed))), [422, type, 'form_param_type_invalid']);
  });
} finally {
  await desk.stop();
}
report.finish();

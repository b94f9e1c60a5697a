// Requests: each begins as a browser sends it in some state, and is then changed in a few places.

import { createHash } from 'node:crypto';

import { NOW, makeHandshake, makeToken } from './tokens.mjs';

/** How many different tokens the pages of one origin have; signing is what costs. */
const POOL = 800;

const suffixOf = key => createHash('sha1').update(key).digest('base64url').slice(0, 8);
const keyOf = (kind, host) => `pk_${kind}_${Buffer.from(`${host}$`).toString('base64')}`;

/** An app on another domain that asks this one who is signed in. */
const SATELLITE = 'https://satellite.example';

/** The set-ups that requests arrive at. */
const SETUPS = [
  { name: 'development', kind: 'test', host: 'acme.lcl.dev', app: 'http://localhost:4402' },
  { name: 'development, any party', kind: 'test', host: 'acme.lcl.dev', app: 'http://localhost:4402', any: true },
  { name: 'production', kind: 'live', host: 'auth.frontdesk.test', app: 'https://frontdesk.test' },
  { name: 'production, any party', kind: 'live', host: 'auth.frontdesk.test', app: 'https://frontdesk.test', any: true },
  { name: 'proxy', kind: 'live', host: 'auth.frontdesk.test', app: 'https://frontdesk.test', proxy_url: '/__clerk' },
  {
    name: 'organizations in addresses', kind: 'live', host: 'auth.frontdesk.test', app: 'https://frontdesk.test',
    organization_patterns: ['/orgs/:slug', '/orgs/:slug/(.*)', '/by-id/:id'], personal_patterns: ['/me', '/me/(.*)'],
  },
  {
    name: 'satellite', kind: 'live', host: 'auth.frontdesk.test', app: SATELLITE,
    satellite: { domain: 'satellite.example', sign_in_url: 'https://frontdesk.test/sign-in', auto_sync: false },
  },
  {
    name: 'satellite in development, by itself', kind: 'test', host: 'acme.lcl.dev', app: SATELLITE,
    satellite: { domain: 'satellite.example', sign_in_url: 'http://localhost:4402/sign-in', auto_sync: true },
  },
].map(setup => {
  const key = keyOf(setup.kind, setup.host);
  return {
    ...setup,
    development: setup.kind === 'test',
    publishable_key: key,
    suffix: suffixOf(key),
    authorized_parties: setup.any ? [] : [setup.app],
    allowed_redirect_origins: [SATELLITE],
  };
});

export class Corpus {
  constructor(chance) {
    this.chance = chance;
    const pools = new Map();
    const place = ({ host, app }) => `${host} ${app}`;
    for (const setup of SETUPS) {
      const { host, app } = setup;
      if (pools.has(place(setup))) continue;
      pools.set(place(setup), {
        tokens: Array.from({ length: POOL }, () => makeToken(chance, host, app)),
        // One that nothing is wrong with, so that the rest of a request decides.
        fresh: makeToken(new Calm(), host, app),
      });
    }
    this.setups = SETUPS.map(setup => ({ ...setup, ...pools.get(place(setup)) }));
    for (const setup of this.setups) setup.api = this.#api(setup);
    for (const setup of this.setups) {
      setup.handshakes = Array.from({ length: 60 }, () => this.#handshake(setup));
    }
  }

  /** The next request. */
  next() {
    const { chance } = this;
    const setup = chance.of(...this.setups);
    const draft = {
      setup,
      method: 'GET',
      origin: setup.app,
      path: chance.happens(0.7) ? '/page' : chance.of('/orgs/wrens', '/orgs/wrens/members', '/orgs/other', '/by-id/org_1',
        '/by-id/org_2', '/me', '/me/settings', '/orgs', '/'),
      query: [],
      headers: new Map([
        ['host', new URL(setup.app).host], ['accept', 'text/html,*/*;q=0.8'], ['sec-fetch-dest', 'document'],
      ]),
      cookies: [],
    };
    chance.of(cookieState, cookieState, cookieState, headerState, stranger)(chance, draft);
    const changes = chance.of(0, 0, 1, 1, 2, 3);
    for (let count = 0; count < changes; count += 1) {
      chance.of(verb, fetchKind, cookieOdd, cookieOdd, uat, uat, query, referer, forwarded, authorization, counter)(
        chance, draft,
      );
    }
    const cookies = draft.cookies.map(([name, value]) => `${name}=${value}`).join(chance.happens(0.97) ? '; ' : ';');
    if (cookies) draft.headers.set('cookie', cookies);
    const search = draft.query.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
    return {
      setup: setup.name,
      method: draft.method,
      url: `${draft.origin}${draft.path}${search ? `?${search}` : ''}`,
      headers: [...draft.headers],
    };
  }

  #handshake(setup) {
    const { chance } = this;
    const token = chance.happens(0.3) ? '' : tokenOf(chance, setup);
    return makeHandshake(chance, chance.happens(0.1) ? [] : cookiesOf(setup, token));
  }

  /** What the Backend API answers, by nonce and by refresh token. */
  #api(setup) {
    const { chance } = this;
    const answers = prefix => Object.fromEntries([
      { cookies: cookiesOf(setup, setup.fresh) },
      { cookies: cookiesOf(setup, chance.of(...setup.tokens)) },
      { cookies: cookiesOf(setup, chance.of(...setup.tokens)) },
      { cookies: cookiesOf(setup, '') },
      { cookies: [] },
      { refused: 'resource_not_found' },
      'unreachable',
    ].map((answer, index) => [`${prefix}_${index}`, answer]));
    return { handshakes: answers('nonce'), refreshes: answers('rt') };
  }
}

/** A chance that changes nothing. */
class Calm {
  below = () => 0;
  happens = probability => probability > 0.5;
  of = (...choices) => choices[0];
}

function cookiesOf(setup, token) {
  const path = 'Path=/; Secure; SameSite=Lax';
  return [`__session=${token}; ${path}`, `__session_${setup.suffix}=${token}; ${path}`, `__client_uat=${NOW}; ${path}`];
}

/** One of the names that the Backend API knows, or one that it does not. */
function known(chance, prefix) {
  return `${prefix}_${chance.below(8)}`;
}

function tokenOf(chance, setup) {
  return chance.happens(0.4) ? setup.fresh : chance.of(...setup.tokens);
}

function cookieState(chance, draft) {
  const { setup, cookies } = draft;
  const token = tokenOf(chance, setup);
  const kinds = chance.of('both', 'both', 'both', 'plain', 'suffixed');
  const since = String(chance.of(NOW - 25, NOW - 3600, NOW - 21, NOW - 20, NOW - 19, NOW, 0));
  const put = (name, value) => {
    if (kinds !== 'suffixed') cookies.push([name, value]);
    if (kinds !== 'plain') cookies.push([`${name}_${setup.suffix}`, value]);
  };
  if (setup.development && chance.happens(0.9)) put('__clerk_db_jwt', 'dvb_1');
  if (chance.happens(0.9)) put('__client_uat', since);
  if (chance.happens(0.9)) put('__session', token);
  if (chance.happens(0.1)) cookies.push([`__refresh_${setup.suffix}`, known(chance, 'rt')]);
}

function headerState(chance, draft) {
  draft.headers.set('authorization', `Bearer ${tokenOf(chance, draft.setup)}`);
  draft.headers.set('accept', '*/*');
  draft.headers.set('sec-fetch-dest', chance.of('empty', 'empty', 'document'));
  if (chance.happens(0.2)) cookieState(chance, draft);
}

function stranger(chance, draft) {
  if (draft.setup.development && chance.happens(0.5)) draft.cookies.push(['__clerk_db_jwt', 'dvb_1']);
}

function verb(chance, draft) {
  draft.method = chance.of('POST', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'PATCH');
}

function fetchKind(chance, draft) {
  const { headers } = draft;
  const kind = chance.of('document', 'iframe', 'empty', 'image', '', 'Document', null);
  if (kind === null) headers.delete('sec-fetch-dest');
  else headers.set('sec-fetch-dest', kind);
  const accept = chance.of('text/html', 'text/html,application/xhtml+xml', 'application/json', '*/*', 'TEXT/HTML', null,
    'application/json, text/html');
  if (accept === null) headers.delete('accept');
  else headers.set('accept', accept);
}

function uat(chance, draft) {
  const name = chance.of('__client_uat', `__client_uat_${draft.setup.suffix}`);
  draft.cookies = draft.cookies.filter(([other]) => other !== name);
  const value = chance.of(null, '0', '0', '', String(NOW), String(NOW - 19), String(NOW - 60), 'x', '12x', '-5', ' 7', '1.5',
    '1e9', '99999999999999999999', '+5', '0x10', '%30', '00');
  if (value !== null) draft.cookies.push([name, value]);
}

function cookieOdd(chance, draft) {
  const { setup } = draft;
  const names = ['__session', `__session_${setup.suffix}`, '__clerk_db_jwt', `__clerk_db_jwt_${setup.suffix}`,
    `__refresh_${setup.suffix}`, '__session_AbCdEfGh', '__refresh'];
  const name = chance.of(...names);
  const value = name.startsWith('__session') ? tokenOf(chance, setup)
    : name.startsWith('__refresh') ? known(chance, 'rt') : 'dvb_2';
  const before = draft.cookies;
  draft.cookies = chance.of(
    () => before.filter(([other]) => other !== name),
    () => [...before.filter(([other]) => other !== name), [name, value]],
    () => [[name, value], ...before],
    () => [...before, [name, value]],
    () => before.map(([other, old]) => [other, other === name ? '' : old]),
    () => before.map(([other, old]) => [other, other === name ? `"${old}"` : old]),
    () => before.map(([other, old]) => [other, other === name ? encodeURIComponent(old).replaceAll('.', '%2E') : old]),
    () => before.map(([other, old]) => [other, other === name ? `${old}%zz` : old]),
    () => [['a', 'b=c'], ['', 'x'], ...before],
    () => [...before].reverse(),
  )();
}

function query(chance, draft) {
  const { setup } = draft;
  draft.query.push(chance.of(
    ['__clerk_db_jwt', 'dvb_3'], ['__clerk_db_jwt', ''], ['__clerk_handshake', chance.of(...setup.handshakes)],
    ['__clerk_handshake_nonce', chance.of(known(chance, 'nonce'), '')], ['__clerk_synced', chance.of('true', 'false')],
    ['__clerk_redirect_url', `${SATELLITE}/page`], ['__clerk_help', '1'], ['a', 'b'],
    ['__client_uat', '5'], ['__session', 'x'],
  ));
  if (chance.happens(0.1)) draft.cookies.push(['__clerk_handshake', chance.of(...setup.handshakes)]);
  if (chance.happens(0.05)) draft.cookies.push(['__clerk_handshake_nonce', known(chance, 'nonce')]);
}

function referer(chance, draft) {
  const { setup } = draft;
  draft.headers.set('referer', chance.of(
    `${setup.app}/other`, 'https://evil.example/', `https://${setup.host}/x`, 'https://accounts.frontdesk.test/sign-in',
    'https://accounts.evil.example/', 'https://acme.accounts.dev/', 'https://accounts.acme.lcl.dev/', 'nonsense', '',
    `${setup.app.replace('http:', 'https:')}/`, `http://${setup.host}:81/`, `https://sub.${new URL(setup.app).host}/`,
    'https://happy-hippo-1.accounts.dev/sign-in', 'https://accounts.happy.hippo-1.lcl.dev/', 'about:blank',
  ));
}

function forwarded(chance, draft) {
  const { headers } = draft;
  chance.of(
    () => headers.set('x-forwarded-host', chance.of('other.example', new URL(draft.setup.app).host, 'a.example, b.example', '')),
    () => headers.set('x-forwarded-proto', chance.of('https', 'http', 'https,http', 'HTTPS', '', 'nonsense')),
    () => headers.set('host', chance.of('other.example', new URL(draft.setup.app).host, 'localhost:9')),
    () => headers.set('origin', chance.of(draft.setup.app, 'https://evil.example', 'null')),
    () => headers.set('cloudfront-forwarded-proto', 'https'),
    () => headers.set('x-forwarded-port', '8443'),
  )();
}

function authorization(chance, draft) {
  const token = tokenOf(chance, draft.setup);
  draft.headers.set('authorization', chance.of(
    `Bearer ${token}`, `bearer ${token}`, `BEARER ${token}`, token, `Basic ${token}`, 'Bearer', `Bearer  ${token}`,
    `Bearer ${token} more`, 'Basic YTpi', '', 'Bearer null', `Bearer\t${token}`, `Bearer ${token},x`,
  ));
}

function counter(chance, draft) {
  draft.cookies.push(['__clerk_redirect_count', chance.of('0', '1', '2', '3', '3', '4', 'x', '')]);
}

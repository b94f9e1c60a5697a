// Session tokens, good and bad: each begins as the server makes them and is then changed in a few places.

import { createHmac, generateKeyPairSync, sign } from 'node:crypto';

/** The moment at which every case is judged. */
export const NOW = 1_790_000_000;
export const MISSING = Symbol('missing');

const SESSION = 'cl_B7d4PD111AAA';
const own = generateKeyPairSync('rsa', { modulusLength: 2048 });
const foreign = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** The instance's public key. */
export const PEM = own.publicKey.export({ type: 'spki', format: 'pem' });

/** Makes one token. `host` is the Frontend API's, `party` the page's origin. */
export function makeToken(chance, host, party) {
  const header = { alg: 'RS256', cat: SESSION, kid: 'ins_1', oiat: NOW - 20, typ: 'JWT' };
  const claims = {
    azp: party, exp: NOW + 40, fva: [0, -1], iat: NOW - 20, iss: `https://${host}`, jti: '0123456789abcdef', nbf: NOW - 30,
    sid: 'sess_1', sts: 'active', sub: 'user_1', v: 2,
  };
  const how = { hash: 'sha256', key: own.privateKey };
  const changes = chance.of(0, 0, 1, 1, 1, 2, 2, 3);
  for (let count = 0; count < changes; count += 1) {
    chance.of(time, time, time, who, who, organization, organization, category, algorithm, kind, odd)(
      chance, claims, header, how, host,
    );
  }
  const parts = [json(chance, header), json(chance, claims)].map(encode);
  return damaged(chance, [...parts, signature(parts.join('.'), how)]);
}

/** Makes the token that carries cookies from a handshake. */
export function makeHandshake(chance, cookies) {
  const header = { alg: 'RS256', cat: SESSION, kid: 'ins_1', typ: 'JWT' };
  const how = { hash: 'sha256', key: own.privateKey };
  const claims = { handshake: cookies };
  if (chance.happens(0.2)) chance.of(category, algorithm, kind)(chance, claims, header, how);
  if (chance.happens(0.1)) claims.handshake = chance.of([], 'text', null, undefined, 7);
  const parts = [header, claims].map(part => encode(Buffer.from(JSON.stringify(part))));
  return damaged(chance, [...parts, signature(parts.join('.'), how)], 0.1);
}

function time(chance, claims) {
  const name = chance.of('exp', 'nbf', 'iat');
  claims[name] = chance.of(
    NOW + chance.of(-3600, -61, -60, -6, -5, -4, 0, 4, 5, 6, 60, 3600),
    NOW + chance.of(-3600, -61, -60, -6, -5, -4, 0, 4, 5, 6, 60, 3600),
    NOW + chance.of(-5.5, -4.5, 4.5, 5.5),
    chance.of(MISSING, null, String(NOW), true, 0, -1, 1e12, 1e20, [NOW], {}),
  );
}

function who(chance, claims, _header, _how, host) {
  const name = chance.of('sub', 'sid', 'iss', 'azp', 'jti', 'sts', 'v', 'aud');
  const values = {
    sub: ['user_2', 'mch_1', '', MISSING, null, 7, ['user_1']],
    sid: ['sess_2', '', MISSING, null, 7],
    iss: [`http://${host}`, `HTTPS://${host}`, host, `https://${host}/`, 'https://other.example', '', MISSING, null, 7,
      `https://https://${host}`, 'https://acme.lcl.dev'],
    azp: ['https://evil.example', '', MISSING, null, 7, `${String(claims.azp)}/`, String(claims.azp).toUpperCase()],
    jti: [MISSING, 7],
    sts: ['pending', 'other', MISSING, null, 7],
    v: [1, '2', 3, MISSING, null],
    aud: ['https://api.example', [], ['a', 'b'], 7, null],
  };
  claims[name] = chance.of(...values[name]);
}

function organization(chance, claims) {
  if (chance.happens(0.3)) {
    claims.v = chance.of(1, MISSING);
    claims.org_id = chance.of('org_1', 'org_1', 'org_1', '', MISSING, null, 7);
    claims.org_slug = chance.of('wrens', MISSING, null, 7);
    claims.org_role = chance.of('org:admin', 'admin', MISSING, null, 7);
    claims.org_permissions = chance.of([], ['org:invoices:read'], MISSING, null, 'text', [7]);
    return;
  }
  claims.v = chance.of(2, 2, 2, 1, MISSING);
  claims.o = chance.of(
    { id: 'org_1', rol: 'admin', slg: 'wrens' },
    { id: 'org_1', rol: 'admin', slg: 'wrens', per: 'read,write', fpm: '3,1' },
    { id: 'org_1', rol: 'member', slg: 'wrens', per: 'read', fpm: 'x' },
    { id: 'org_1' }, { rol: 'admin' }, {}, null, [], 'text', 7,
    { id: 7, rol: 'admin', slg: 'wrens' }, { id: 'org_1', rol: 7 }, { id: 'org_1', rol: 'admin', per: 7, fpm: 7 },
  );
  claims.fea = chance.of('o:invoices', 'o:invoices,u:beta', 'o:invoices,o:reports', '', MISSING, null, 7, 'nonsense');
}

function category(chance, _claims, header) {
  header.cat = chance.of(
    'cl_I7d4PD111III', 'cl_B7d4PD222AAA', 'cl_B7d4PD333AAA', 'cl_unknown', '', MISSING, MISSING, null, 7,
  );
}

function kind(chance, _claims, header) {
  header.typ = chance.of(MISSING, MISSING, 'jwt', 'at+jwt', 'application/at+jwt', 'JWS', '', null, 7);
}

function algorithm(chance, _claims, header, how) {
  const name = chance.of('RS384', 'RS512', 'none', 'HS256', 'ES256', 'PS256', 'rs256', '', MISSING, null, 7, 'foreign');
  if (name === 'foreign') {
    how.key = foreign.privateKey;
    return;
  }
  header.alg = name;
  if (name === 'RS384' || name === 'RS512') how.hash = name.replace('RS', 'sha');
  if (name === 'HS256') how.key = PEM;
  if (name === 'none') how.key = null;
}

function odd(chance, claims, header) {
  const name = chance.of('kid', 'oiat', 'crit', 'act', 'fva', 'extra');
  if (name === 'kid') header.kid = chance.of('ins_2', '', MISSING, null, 7);
  if (name === 'oiat') header.oiat = chance.of(MISSING, 0, 'x', NOW + 60);
  if (name === 'crit') header.crit = ['exp'];
  if (name === 'act') claims.act = chance.of({ sub: 'user_9' }, {}, null, 'text', { iss: 'x', sub: 'user_9', sid: 's' });
  if (name === 'fva') claims.fva = chance.of(MISSING, [-1, -1], [], 'x', [0], [1.5, 2], null);
  if (name === 'extra') claims.extra = chance.of({ deep: [[[{}]]] }, 'ä€😀', 1e300, 'a\u0000b', { a: null });
}

function json(chance, value) {
  let body;
  if (typeof value === 'object') {
    const entries = Object.entries(value).filter(([, content]) => content !== MISSING);
    body = JSON.stringify(Object.fromEntries(entries));
  }
  if (chance.happens(0.98)) return Buffer.from(body);
  return Buffer.from(chance.of(
    'null', '[]', '"text"', '7', 'true', '{}', '', '{', `${body}x`, ` ${body}\n`, body.replace('{', '{"exp":1,'),
    body.replace('}', ',}'), body.replace(/"/g, "'"), body.slice(0, -1), `[${body}]`, body.replace('{', '{"a":01,'),
    body.replace('{', '{"a":"\\u00e4",'),
  ));
}

function encode(bytes) {
  return bytes.toString('base64url');
}

function signature(message, { hash, key }) {
  if (key === null) return '';
  if (typeof key === 'string') return createHmac('sha256', key).update(message).digest('base64url');
  return sign(hash, Buffer.from(message), key).toString('base64url');
}

/** Most tokens stay whole. */
function damaged(chance, parts, probability = 0.12) {
  if (!chance.happens(probability)) return parts.join('.');
  const [header, claims, seal] = parts;
  const at = chance.below(seal.length || 1);
  return chance.of(
    () => `${header}.${claims}`,
    () => `${header}.${claims}.`,
    () => `${header}.${claims}.${seal}.${seal}`,
    () => `.${claims}.${seal}`,
    () => `${header}..${seal}`,
    () => `${header}.${claims}.${seal.slice(0, at)}`,
    () => `${header}.${claims}.${seal}=`,
    () => `${header}.${claims}.${seal}==`,
    () => `${header}=.${claims}.${seal}`,
    () => `${header}.${claims}.${seal.slice(0, at)}${seal[at] === 'A' ? 'B' : 'A'}${seal.slice(at + 1)}`,
    () => `${header}.${claims.slice(0, -1)}.${seal}`,
    () => `${header}.${claims.slice(0, 8)}!${claims.slice(9)}.${seal}`,
    () => `${header}.${claims}.${seal.slice(0, -1)}${seal.endsWith('A') ? 'B' : 'A'}`,
    () => `${header}.${claims}.${seal.replaceAll('-', '+').replaceAll('_', '/')}`,
    () => `${header}.${encode(Buffer.from('{"sub":"user_1","sid":"sess_1"}'))}.${seal}`,
    () => `${claims}.${header}.${seal}`,
    () => 'text', () => '..', () => '...', () => 'a.b.c', () => 'ak_1', () => 'mt_1', () => 'oat_1',
  )();
}

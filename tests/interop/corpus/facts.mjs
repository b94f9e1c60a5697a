// What a request carries, for naming the reason of a difference.

import { isOdd } from './deliberate.mjs';

/** Facts of a request that arrives at a set-up. */
export function factsOf(setup, { url, headers }) {
  const header = Object.fromEntries(headers);
  const cookies = (header.cookie ?? '').split(';').map(pair => pair.split(/=(.*)/s).slice(0, 2).map(text => (text ?? '').trim()));
  const query = new URL(url).searchParams;
  const cookie = name => cookies.find(([key]) => key === name)?.[1];

  const words = [...cookies.map(([, value]) => value), ...query.values(), ...(header.authorization ?? '').split(/[ \t]/)];
  const answers = words.flatMap(word => setup.api.handshakes[word]?.cookies ?? setup.api.refreshes[word]?.cookies ?? []);
  const carried = words.map(claimsOf).filter(claims => claims !== undefined);
  const brought = [...answers, ...carried.flatMap(claims => (Array.isArray(claims?.handshake) ? claims.handshake : []))]
    .map(line => claimsOf(String(line).split(';')[0].split('=')[1]))
    .filter(claims => claims !== undefined);
  const nonce = query.get('__clerk_handshake_nonce') || cookie('__clerk_handshake_nonce');
  const tokens = [...carried.filter(claims => !claims?.handshake), ...brought];
  return {
    development: setup.development,
    header,
    oddClaims: tokens.some(isOdd),
    oddTimes: tokens.some(claims => ['iat', 'exp'].some(name => !['number', 'undefined'].includes(typeof claims?.[name]))),
    redirects: cookie('__clerk_redirect_count'),
    resultInAddress: query.has('__clerk_handshake') || query.has('__clerk_handshake_nonce'),
    result: !!(nonce || query.get('__clerk_handshake') || cookie('__clerk_handshake')),
    lostNonce: !!nonce && !setup.api.handshakes[nonce]?.cookies,
  };
}

/** The claims in a text, if it is a token; percent escapes and what surrounds it are undone. */
function claimsOf(text) {
  try {
    const bare = decodeURIComponent(text).replaceAll('"', '').replace(/,x$/, '');
    const [, claims, ...rest] = bare.split('.');
    if (rest.length !== 1) return undefined;
    return JSON.parse(Buffer.from(claims, 'base64url').toString());
  } catch {
    return undefined;
  }
}

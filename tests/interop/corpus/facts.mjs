// What a request carries, for naming the reason of a difference.

import { isOdd } from './deliberate.mjs';

const SESSION = ['cl_B7d4PD111AAA', 'cl_I7d4PD111III'];

/** Facts of a request that arrives at a set-up. */
export function factsOf(setup, { url, headers }) {
  const header = Object.fromEntries(headers);
  const cookies = (header.cookie ?? '').split(';').map(pair => pair.split(/=(.*)/s).slice(0, 2).map(text => (text ?? '').trim()));
  const query = new URL(url).searchParams;
  const cookie = name => cookies.find(([key]) => key === name)?.[1];

  const words = [...cookies.map(([, value]) => value), ...query.values(), ...(header.authorization ?? '').split(/[ \t]/)];
  const answers = words.flatMap(word => setup.api.handshakes[word]?.cookies ?? setup.api.refreshes[word]?.cookies ?? []);
  const carried = words.map(word => partOf(word, 1)).filter(claims => claims !== undefined);
  const brought = [...answers, ...carried.flatMap(claims => (Array.isArray(claims?.handshake) ? claims.handshake : []))]
    .map(line => String(line).split(';')[0].split('=')[1]);
  const claimsBrought = brought.map(word => partOf(word, 1)).filter(claims => claims !== undefined);
  const nonce = query.get('__clerk_handshake_nonce') || cookie('__clerk_handshake_nonce');
  const tokens = [...carried.filter(claims => !claims?.handshake), ...claimsBrought];
  return {
    development: setup.development,
    satellite: !!setup.satellite,
    plainSession: !!cookie('__session'),
    comesFromOwnProxiedHost: !!setup.proxy_url && URL.canParse(header.referer) && new URL(header.referer).hostname === setup.host,
    header,
    oddClaims: tokens.some(isOdd),
    oddTimes: tokens.some(claims => ['iat', 'exp'].some(name => !['number', 'undefined'].includes(typeof claims?.[name]))),
    oddBrought: claimsBrought.some(isOdd),
    classBrought: brought.map(word => partOf(word, 0)?.cat).find(cat => cat !== undefined && !SESSION.includes(cat)) !== undefined,
    sessionsOfTwo: !!header.authorization && cookies.some(([name]) => name.startsWith('__session')),
    redirects: cookie('__clerk_redirect_count'),
    resultInAddress: query.has('__clerk_handshake') || query.has('__clerk_handshake_nonce'),
    result: !!(nonce || query.get('__clerk_handshake') || cookie('__clerk_handshake')),
    lostNonce: !!nonce && !setup.api.handshakes[nonce]?.cookies,
  };
}

/** A part of a token, if a text is one; percent escapes and what surrounds it are undone. */
function partOf(text, index) {
  try {
    const bare = decodeURIComponent(text).replaceAll('"', '').replace(/,x$/, '');
    const parts = bare.split('.');
    return parts.length === 3 ? JSON.parse(Buffer.from(parts[index], 'base64url').toString()) : undefined;
  } catch {
    return undefined;
  }
}

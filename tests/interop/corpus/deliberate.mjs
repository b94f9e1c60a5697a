// Where the two judges differ on purpose, each with its reason. `theirs` and `ours` are verdicts; `facts` says what the
// request carries.

/** The types of claims that servers write; everything else is no session token here. */
const TYPES = {
  act: value => typeof value === 'object' && value !== null,
  azp: value => value === null || typeof value === 'string',
  fea: value => value === null || typeof value === 'string',
  fva: value => value === null || (Array.isArray(value) && value.length === 2 && value.every(Number.isInteger)),
  iat: value => typeof value === 'number' && Math.abs(value) < 1e13,
  iss: value => typeof value === 'string',
  jti: value => value === null || typeof value === 'string',
  nbf: value => typeof value === 'number' && Math.abs(value) < 1e13,
  o: value => value === null || isOrganization(value),
  org_id: value => value === null || typeof value === 'string',
  org_permissions: value => value === null || (Array.isArray(value) && value.every(key => typeof key === 'string')),
  org_role: value => value === null || typeof value === 'string',
  org_slug: value => value === null || typeof value === 'string',
  sid: value => typeof value === 'string' && value !== '',
  sts: value => value === null || typeof value === 'string',
  sub: value => typeof value === 'string' && value !== '',
  v: value => value === null || Number.isInteger(value),
};

function isOrganization(value) {
  const texts = ['id', 'rol', 'slg', 'per', 'fpm'];
  return typeof value === 'object' && !Array.isArray(value) && texts.every(name => ['string', 'undefined'].includes(typeof value[name]));
}

/** Whether claims are such that a server of ours never writes them. */
export function isOdd(claims) {
  if (typeof claims !== 'object' || claims === null || Array.isArray(claims)) return true;
  const missing = ['sub', 'sid', 'iat'].some(name => !(name in claims));
  const nameless = !claims.org_id && ['org_slug', 'org_role', 'org_permissions'].some(name => name in claims);
  return missing || nameless || Object.entries(TYPES).some(([name, fits]) => name in claims && !fits(claims[name]));
}

const fails = ({ status, reason }) => status === 'throws' || reason === 'unexpected-error';
const sameReason = (theirs, ours) => theirs.status === ours.status && theirs.reason === ours.reason;

export const DELIBERATE = [
  {
    // Whoever holds an `Auth` here holds a user, a session and a time of issue, and claims of the types that they have.
    name: 'a token without session or time of issue, or with claims of other types, signs nobody in here',
    when: (_theirs, ours, facts) => facts.oddClaims && ours.status !== 'signed-in',
  },
  {
    // JavaScript takes "7", [7], null and true for numbers where it compares.
    name: 'a time that is no number does not say which cookie counts',
    when: (_theirs, _ours, facts) => facts.oddTimes,
  },
  {
    name: 'an empty header says nothing',
    when: (theirs, ours, { header }) => sameReason(theirs, ours)
      && ['x-forwarded-proto', 'x-forwarded-host'].some(name => header[name] === ''),
  },
  {
    name: 'the published client fails on it; here it is judged',
    when: (theirs, ours) => fails(theirs) && !fails(ours),
  },
  {
    name: 'an address whose scheme is none is told as a mistake of the set-up',
    when: (_theirs, ours, { header }) => ours.status === 'throws' && header['x-forwarded-proto'] === 'nonsense',
  },
  {
    name: 'in development a handshake whose result cannot be used is told as a mistake of the set-up',
    when: (_theirs, ours, facts) => ours.status === 'throws' && facts.development && facts.result,
  },
  {
    name: 'CloudFront says which scheme the browser used',
    when: (theirs, ours, { header }) => 'cloudfront-forwarded-proto' in header
      && (sameReason(theirs, ours) || [theirs, ours].some(({ reason }) => reason === 'primary-domain-cross-origin-sync')),
  },
  {
    name: 'more than three redirects are a loop, too',
    when: (theirs, ours, { redirects }) => redirects === '4' && theirs.reason === ours.reason && ours.status === 'signed-out',
  },
  {
    name: 'only pages of the web are another origin that somebody comes from',
    when: (theirs, _ours, { header }) =>
      theirs.reason === 'primary-domain-cross-origin-sync' && !/^https?:/.test(header.referer ?? ''),
  },
  {
    name: 'behind a proxy, too, the Frontend API is no other origin that somebody comes from',
    when: (theirs, _ours, facts) => theirs.reason === 'primary-domain-cross-origin-sync' && facts.comesFromOwnProxiedHost,
  },
  {
    // The published client takes the host of the Frontend API on its own domain for the issuer.
    name: 'a satellite knows the tokens of its instance in plain cookies',
    when: (_theirs, _ours, facts) => facts.satellite && !facts.development && facts.plainSession,
  },
  {
    name: 'a token of another class signs nobody in, be it brought by a handshake or a renewal',
    when: (_theirs, ours, facts) => facts.classBrought && ours.status !== 'signed-in',
  },
  {
    name: 'in production a token that a handshake brings and that is refused leaves the request to its own cookies',
    when: (_theirs, _ours, facts) => !facts.development && facts.result && (facts.oddBrought || facts.classBrought),
  },
  {
    // The published client renews the cookie's token in place of the expired one in the header.
    name: 'the token that is renewed is the one that was judged',
    when: (theirs, ours, facts) => facts.sessionsOfTwo
      && [theirs, ours].every(({ reason }) => reason?.startsWith('session-token-expired-refresh-')),
  },
  {
    // Otherwise a link could sign its reader in as somebody else.
    name: 'in production a result in the address counts only in a browser that was just sent to the handshake',
    when: (_theirs, _ours, facts) => !facts.development && facts.resultInAddress && !(Number(facts.redirects) > 0),
  },
  {
    name: 'in production a nonce that is not known leaves the request to its own cookies',
    when: (theirs, _ours, facts) => !facts.development && facts.lostNonce && theirs.reason === 'session-token-missing',
  },
];

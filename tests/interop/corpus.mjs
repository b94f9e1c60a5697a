// Two judges, one corpus: what the back-end client, unmodified, says of a request, and what `frontdesk-backend` says.
// Usage: node corpus.mjs --cases 100000 --seed 1

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import readline from 'node:readline';
import { parseArgs } from 'node:util';

import { createAuthenticateRequest } from '@clerk/backend/internal';

import { Chance } from './corpus/chance.mjs';
import { DELIBERATE } from './corpus/deliberate.mjs';
import { factsOf } from './corpus/facts.mjs';
import { Corpus } from './corpus/requests.mjs';
import { NOW, PEM } from './corpus/tokens.mjs';
import { Report } from './lib/report.mjs';

const BATCH = 500;
const RESULTS = ['__clerk_handshake', '__clerk_handshake_nonce', '__clerk_help'];

const { values } = parseArgs({ options: {
  cases: { type: 'string', default: '100000' }, seed: { type: 'string', default: '1' },
} });
const cases = Number(values.cases);

// Both judges live at the same moment, and the client's advice to developers is not for this log.
Date.now = () => NOW * 1000;
const say = console.log;
const quiet = () => {};
Object.assign(console, { error: quiet, log: quiet, warn: quiet });

/** What the published client says. */
async function theirs(setup, { method, url, headers }) {
  try {
    const state = await setup.authenticate(new Request(url, { method, headers }));
    const auth = state.toAuth();
    // A session with tasks to do is signed in by its state and signed out to everybody who asks it.
    if (auth?.sessionStatus === 'pending' && auth.userId === null) return verdict('signed-out', 'session-pending');
    return verdict(state.status, state.reason, auth?.userId, auth?.orgId, state.headers.get('location'));
  } catch (error) {
    return { ...verdict('throws'), error: String(error).slice(0, 200) };
  }
}

/** How an app says to the published client what it is. */
function runtimeOptions({ authorized_parties: authorizedParties, proxy_url: proxyUrl, satellite, ...setup }) {
  const { organization_patterns: organizationPatterns, personal_patterns: personalAccountPatterns } = setup;
  return {
    authorizedParties,
    ...(proxyUrl && { proxyUrl }),
    ...(organizationPatterns && { organizationSyncOptions: { organizationPatterns, personalAccountPatterns } }),
    ...(satellite && {
      isSatellite: true,
      domain: satellite.domain,
      signInUrl: satellite.sign_in_url,
      satelliteAutoSync: satellite.auto_sync,
    }),
  };
}

/** A Backend API that answers from a table, in the shape that the published client calls. */
function apiOf({ api }) {
  const find = async (table, name) => {
    const answer = table[name] ?? { refused: 'resource_not_found' };
    if (answer.cookies) return answer.cookies;
    throw Object.assign(new Error('refused'), { errors: [{ code: answer.refused ?? 'unexpected_error' }] });
  };
  return {
    clients: { getHandshakePayload: async ({ nonce }) => ({ directives: await find(api.handshakes, nonce) }) },
    sessions: {
      refreshSession: async (_session, { refresh_token: token }) => ({ cookies: await find(api.refreshes, token) }),
    },
  };
}

function verdict(status, reason, user, organization, location) {
  return {
    status,
    reason: reason ?? null,
    user: user || null,
    organization: organization || null,
    location: status === 'handshake' ? target(location) : null,
  };
}

/** An address as those read it who are sent there: parameters decoded, in any order, without the version of the API. */
function target(address) {
  const url = new URL(address);
  for (const [name, value] of url.searchParams) {
    // A handshake's result that lies around in the address is taken off here and left there.
    if (name === 'redirect_url') url.searchParams.set(name, without(new URL(value), ...RESULTS));
  }
  const query = [...without(url, '__clerk_api_version').searchParams].map(pair => pair.join('=')).sort();
  return [url.origin + url.pathname, ...query].join(' ');
}

function without(url, ...names) {
  for (const name of names) url.searchParams.delete(name);
  return url;
}

/** The Rust side: one line in, one line out. */
class Ours {
  constructor(setups) {
    const program = process.env.FRONTDESK_JUDGE;
    if (!program) throw new Error('FRONTDESK_JUDGE names no program: run `cargo xtask interop`');
    this.child = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'] });
    process.once('exit', () => this.child.kill());
    this.lines = readline.createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
    this.#write({ now: NOW, public_key: PEM, setups });
  }

  #write(value) {
    this.child.stdin.write(`${JSON.stringify(value)}\n`);
  }

  async judge(batch) {
    for (const request of batch) this.#write(request);
    const answers = [];
    for (const _ of batch) {
      const { value, done } = await this.lines.next();
      if (done) throw new Error('the judge stopped');
      const { status, reason, user, organization, location } = JSON.parse(value);
      answers.push(verdict(status, reason, user, organization, location));
    }
    return answers;
  }
}

const report = new Report('corpus', say);
const corpus = new Corpus(new Chance(values.seed));
const setups = new Map();
for (const setup of corpus.setups) {
  const options = {
    publishableKey: setup.publishable_key,
    secretKey: `sk_${setup.kind}_0000`,
    jwtKey: PEM,
  };
  const { authenticateRequest } = createAuthenticateRequest({ options, apiClient: apiOf(setup) });
  const more = runtimeOptions(setup);
  const authenticate = request => authenticateRequest(request, more);
  setups.set(setup.name, { ...setup, authenticate });
}
const ours = new Ours(corpus.setups.map(({ tokens: _, fresh: __, handshakes: ___, ...setup }) => setup));

const differences = new Map();
const excused = new Map();
const reached = new Map();
const count = (map, key) => map.set(key, (map.get(key) ?? 0) + 1);
const short = ({ status, reason, user, organization }) =>
  [status, reason, user, organization].filter(value => value !== null).join(' ');

for (let done = 0; done < cases; done += BATCH) {
  const batch = Array.from({ length: Math.min(BATCH, cases - done) }, () => corpus.next());
  const [left, right] = await Promise.all([
    Promise.all(batch.map(request => theirs(setups.get(request.setup), request))),
    ours.judge(batch),
  ]);
  batch.forEach((request, index) => {
    const [a, b] = [left[index], right[index]];
    count(reached, `${a.status} ${a.reason ?? ''}`.trim());
    const same = ['status', 'reason', 'user', 'organization', 'location'].every(name => a[name] === b[name]);
    if (same) return;
    const facts = factsOf(setups.get(request.setup), request);
    const excuse = DELIBERATE.find(entry => entry.when(a, b, facts));
    if (excuse) return count(excused, excuse.name);
    const name = `${short(a)}  |  ${short(b)}${short(a) === short(b) ? ' (location)' : ''}`;
    const known = differences.get(name) ?? { total: 0, setups: new Set(), examples: [] };
    known.total += 1;
    known.setups.add(request.setup);
    if (known.examples.length < 2) known.examples.push({ number: done + index, request, theirs: a, ours: b });
    differences.set(name, known);
  });
}
ours.child.stdin.end();

const sorted = map => [...map].sort(([, a], [, b]) => b - a);
say(`${cases} cases, seed ${values.seed}`);
for (const [name, total] of sorted(reached)) say(`  ${String(total).padStart(8)}  ${name}`);
for (const [name, total] of sorted(excused)) say(`  ${String(total).padStart(8)}  differ on purpose: ${name}`);

for (const setup of setups.keys()) {
  await report.check(`${setup}: verdicts and reasons are the same`, () => {
    const found = [...differences].filter(([, known]) => known.setups.has(setup));
    const text = found.map(([name, { total, examples }]) =>
      `${total} × published | here: ${name}\n${examples.map(example => `    ${JSON.stringify(example)}`).join('\n')}`);
    assert.equal(found.length, 0, `\n${text.join('\n')}\n(public key: ${JSON.stringify(PEM)})`);
  });
}
await report.check('the corpus reaches every verdict', () => {
  const missing = [
    'signed-in', 'signed-out token-type-mismatch', 'signed-out token-invalid', 'signed-out token-invalid-signature',
    'signed-out token-invalid-algorithm', 'signed-out token-invalid-authorized-parties',
    'signed-out token-verification-failed', 'signed-out session-token-and-uat-missing', 'signed-out session-token-missing',
    'handshake dev-browser-missing', 'handshake dev-browser-sync', 'handshake session-token-but-no-client-uat',
    'handshake client-uat-but-no-session-token', 'handshake session-token-iat-before-client-uat',
    'handshake session-token-nbf', 'handshake session-token-iat-in-the-future',
    'handshake primary-domain-cross-origin-sync', 'handshake primary-responds-to-syncing',
    'handshake session-token-expired-refresh-non-eligible-no-refresh-cookie',
    'signed-out session-token-expired-refresh-non-eligible-non-get', 'handshake active-organization-mismatch',
    'handshake satellite-needs-syncing', 'signed-out session-pending',
  ].filter(name => !reached.has(name));
  assert.deepEqual(missing, []);
});
report.finish();

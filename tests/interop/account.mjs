// People's own accounts and their organizations through the published browser client, unmodified: addresses, password,
// devices, proofs anew, members. The pictures are in `browser.mjs`, the prebuilt profiles in `profiles.mjs`.

import assert from 'node:assert/strict';

import { createClerkClient } from '@clerk/backend';

import { Desk } from './lib/desk.mjs';
import { Front, launch } from './lib/front.mjs';
import { PASSWORD, codeFor, open, signIn, signUp } from './lib/person.mjs';
import { Report, until } from './lib/report.mjs';

const NEW_PASSWORD = 'an entirely new phrase 2';

async function story(setup, { desk, front, browser }, report) {
  const check = (name, run) => report.check(`${setup}: ${name}`, run);
  const url = `${front.origin}/${setup}`;
  const [ada, countess, grace] = ['ada', 'countess', 'grace'].map(name => `${name}.${setup}@example.com`);
  const problems = [];
  const person = async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    page.on('pageerror', error => problems.push(error.message));
    await open(page, url);
    return page;
  };
  const page = await person();
  const graces = await person();

  await check('two people sign up', async () => {
    assert.equal((await signUp(desk, page, ada))[0], 'complete');
    assert.equal((await signUp(desk, graces, grace))[0], 'complete');
  });

  // --- Addresses ------------------------------------------------------------------------------------------------------

  await check('adds an address, which counts for nothing yet', async () => {
    const seen = await page.evaluate(async email => {
      const added = await window.Clerk.user.createEmailAddress({ email });
      const primary = await window.Clerk.user.update({ primaryEmailAddressId: added.id })
        .then(() => 'taken', error => [error.status, error.errors[0].code]);
      return { address: added.emailAddress, status: added.verification.status, linked: added.linkedTo,
        known: window.Clerk.user.emailAddresses.length, verified: window.Clerk.user.hasVerifiedEmailAddress, primary };
    }, countess);
    assert.deepEqual(seen, { address: countess, status: null, linked: [], known: 2, verified: true,
      primary: [422, 'form_verification_needed'] });
  });

  await check('proves it by a code and makes it the primary one', async () => {
    const prepared = await page.evaluate(async address => {
      const found = window.Clerk.user.emailAddresses.find(one => one.emailAddress === address);
      const { verification } = await found.prepareVerification({ strategy: 'email_code' });
      return [verification.status, verification.strategy, verification.attempts, verification.expireAt > new Date()];
    }, countess);
    assert.deepEqual(prepared, ['unverified', 'email_code', 0, true]);
    const code = await codeFor(desk, countess);
    const seen = await page.evaluate(async ([address, right, wrong]) => {
      const find = () => window.Clerk.user.emailAddresses.find(one => one.emailAddress === address);
      const refused = await find().attemptVerification({ code: wrong })
        .catch(error => [error.status, error.errors[0].code, error.errors[0].meta.paramName]);
      const proven = await find().attemptVerification({ code: right });
      const user = await window.Clerk.user.update({ primaryEmailAddressId: proven.id });
      return { refused, status: proven.verification.status, primary: user.primaryEmailAddress.emailAddress,
        first: window.Clerk.user.primaryEmailAddressId === proven.id };
    }, [countess, code, code === '111111' ? '222222' : '111111']);
    assert.deepEqual(seen, { refused: [422, 'form_code_incorrect', 'code'], status: 'verified', primary: countess,
      first: true });
  });

  await check('refuses an address that somebody has and one that is none', async () => {
    const refused = await page.evaluate(given => Promise.all(given.map(email =>
      window.Clerk.user.createEmailAddress({ email }).then(() => 'taken',
        error => [error.status, error.errors[0].code, error.errors[0].meta.paramName]))), [grace, 'nobody']);
    assert.deepEqual(refused, [
      [422, 'form_identifier_exists', 'email_address'], [422, 'form_param_format_invalid', 'email_address'],
    ]);
  });

  await check('removes the former address', async () => {
    const seen = await page.evaluate(async address => {
      const find = name => window.Clerk.user.emailAddresses.find(one => one.emailAddress === name);
      const former = find(address);
      await former.destroy();
      await window.Clerk.user.reload();
      const last = await window.Clerk.user.primaryEmailAddress.destroy().then(() => 'gone', error => error.status);
      return [window.Clerk.user.emailAddresses.map(one => one.emailAddress), last];
    }, ada);
    assert.deepEqual(seen[0], [countess]);
    assert.ok(seen[1] >= 400 && seen[1] < 500, `the last one: ${seen[1]}`);
  });

  // --- Names ----------------------------------------------------------------------------------------------------------

  await check('changes and removes names, and merges metadata', async () => {
    const seen = await page.evaluate(async () => {
      await window.Clerk.user.update({ firstName: 'Ada', lastName: 'Lovelace' });
      const full = window.Clerk.user.fullName;
      await window.Clerk.user.update({ lastName: '' });
      const user = await window.Clerk.user.update({ unsafeMetadata: { theme: 'dark', size: 2 } });
      const names = [full, user.fullName, user.lastName];
      const replaced = { ...(await user.update({ unsafeMetadata: { theme: 'light' } })).unsafeMetadata };
      const merged = { ...(await window.Clerk.user.updateMetadata({ unsafeMetadata: { tone: 'soft' } })).unsafeMetadata };
      return [...names, replaced, merged];
    });
    assert.deepEqual(seen, ['Ada Lovelace', 'Ada', null, { theme: 'light' }, { theme: 'light', tone: 'soft' }]);
  });

  // --- Devices and password -------------------------------------------------------------------------------------------

  await check('sees the devices and signs one out', async () => {
    const other = await person();
    assert.equal((await signIn(other, countess))[0], 'complete');
    const seen = await page.evaluate(async () => {
      const sessions = await window.Clerk.user.getSessions();
      const here = sessions.find(session => session.id === window.Clerk.session.id);
      const there = sessions.find(session => session.id !== window.Clerk.session.id);
      const { browserName, browserVersion, deviceType, isMobile, ipAddress } = here.latestActivity;
      const revoked = await there.revoke();
      return { count: sessions.length, status: here.status, browserName, version: /^\d+/.test(browserVersion), deviceType,
        isMobile, ipAddress, recent: Date.now() - here.lastActiveAt < 60_000, revoked: revoked.status };
    });
    assert.deepEqual(seen, { count: 2, status: 'active', browserName: 'Chrome', version: true,
      deviceType: 'Linux', isMobile: false, ipAddress: '127.0.0.1', recent: true, revoked: 'revoked' });
    await other.reload();
    assert.equal((await open(other, url)).signedIn, false);
    await other.context().close();
  });

  await check('changes the password and signs other devices out', async () => {
    const other = await person();
    await signIn(other, countess);
    const seen = await page.evaluate(async ([currentPassword, newPassword]) => {
      const change = form => window.Clerk.user.updatePassword(form)
        .then(user => user.passwordEnabled, error => [error.status, error.errors[0].code, error.errors[0].meta.paramName]);
      return [await change({ currentPassword: 'wrong wrong wrong', newPassword }),
        await change({ currentPassword, newPassword: 'short' }),
        await change({ currentPassword, newPassword, signOutOfOtherSessions: true })];
    }, [PASSWORD, NEW_PASSWORD]);
    assert.deepEqual(seen, [[422, 'form_password_validation_failed', 'current_password'],
      [422, 'form_password_length_too_short', 'new_password'], true]);
    assert.equal((await open(other, url)).signedIn, false);
    assert.equal((await open(page, url)).signedIn, true);
    assert.equal((await signIn(other, countess, NEW_PASSWORD))[0], 'complete');
    await other.context().close();
  });

  await check('proves anew who is signed in', async () => {
    const factors = await page.evaluate(async () => {
      const { session } = window.Clerk;
      const started = await session.startVerification({ level: 'first_factor' });
      const sent = await session.prepareFirstFactorVerification({
        strategy: 'email_code', emailAddressId: window.Clerk.user.primaryEmailAddressId,
      });
      return [started.status, started.level, started.supportedFirstFactors.map(factor => factor.strategy).sort(),
        sent.firstFactorVerification.status];
    });
    assert.deepEqual(factors, ['needs_first_factor', 'first_factor', ['email_code', 'password'], 'unverified']);
    const done = await page.evaluate(async password => {
      const { session } = window.Clerk;
      await session.startVerification({ level: 'first_factor' });
      const proven = await session.attemptFirstFactorVerification({ strategy: 'password', password });
      return [proven.status, proven.session.id === session.id, session.checkAuthorization({ reverification: 'strict' })];
    }, NEW_PASSWORD);
    assert.deepEqual(done, ['complete', true, true]);
  });

  // --- Organizations --------------------------------------------------------------------------------------------------

  await check('adds, finds, promotes and removes members', async () => {
    const who = await graces.evaluate(async () => {
      await window.Clerk.user.update({ firstName: 'Grace', lastName: 'Hopper' });
      return window.Clerk.user.id;
    });
    const seen = await page.evaluate(async userId => {
      const organization = await window.Clerk.createOrganization({ name: 'Looms', slug: `looms-${Date.now()}` });
      await window.Clerk.setActive({ organization: organization.id });
      const added = await organization.addMember({ userId, role: 'org:member' });
      const list = async search => {
        const { data, total_count: total } = await organization.getMemberships(search);
        return [data.map(member => member.publicUserData.firstName), total];
      };
      const [found] = (await organization.getMemberships({ query: 'hopper' })).data;
      const out = { added: added.role, all: (await list({}))[1], query: await list({ query: 'hopp', pageSize: 10 }),
        nobody: await list({ query: 'nobody at all' }), admins: await list({ role: ['org:admin'] }),
        second: (await list({ initialPage: 2, pageSize: 1 })).flat().length,
        identifier: typeof found.publicUserData.identifier, who: found.publicUserData.userId === userId };
      out.promoted = (await found.update({ role: 'org:admin' })).role;
      out.wrong = await found.update({ role: 'org:nothing' }).catch(error => error.status);
      await found.destroy();
      out.left = await list({});
      const renamed = await organization.update({ name: 'Great Looms' });
      out.name = renamed.name;
      return out;
    }, who);
    const { wrong, ...rest } = seen;
    assert.ok(wrong >= 400 && wrong < 500, `a role that is none: ${wrong}`);
    assert.deepEqual(rest, { added: 'org:member', all: 2, query: [['Grace'], 1], nobody: [[], 0], admins: [['Ada'], 1],
      second: 2, identifier: 'string', who: true, promoted: 'org:admin', left: [['Ada'], 1], name: 'Great Looms' });
  });

  await check('lists its organizations, lets members leave and the last admin not', async () => {
    const who = await graces.evaluate(() => window.Clerk.user.id);
    await page.evaluate(userId => window.Clerk.organization.addMember({ userId, role: 'org:member' }), who);
    const seen = await graces.evaluate(async () => {
      const { data, total_count: total } = await window.Clerk.user.getOrganizationMemberships({ pageSize: 5 });
      const forbidden = await data[0].organization.update({ name: 'Mine' }).catch(error => error.status);
      await window.Clerk.user.leaveOrganization(data[0].organization.id);
      const after = await window.Clerk.user.getOrganizationMemberships();
      return [total, data[0].role, data[0].organization.name, forbidden, after.total_count];
    });
    assert.deepEqual(seen, [1, 'org:member', 'Great Looms', 403, 0]);
    const last = await page.evaluate(() => window.Clerk.user.leaveOrganization(window.Clerk.organization.id)
      .then(() => 'left', error => error.status));
    assert.ok(last >= 400 && last < 500, `the last admin: ${last}`);
    const gone = await page.evaluate(async () => {
      await window.Clerk.organization.destroy();
      await window.Clerk.user.reload();
      return window.Clerk.user.organizationMemberships.length;
    });
    assert.equal(gone, 0);
  });

  // --- The end --------------------------------------------------------------------------------------------------------

  await check('keeps a banned person out until the ban ends', async () => {
    const clerk = createClerkClient({ secretKey: desk.development.secret_key, apiUrl: desk.bapi });
    const id = await graces.evaluate(() => window.Clerk.user.id);
    await clerk.users.banUser(id);
    assert.equal((await open(graces, url)).signedIn, false);
    const refused = await graces.evaluate(form => window.Clerk.client.signIn.create(form)
      .then(() => 'taken', error => error.errors[0].code), { identifier: grace, password: PASSWORD });
    assert.equal(refused, 'user_banned');
    await clerk.users.unbanUser(id);
    assert.equal((await signIn(graces, grace))[0], 'complete');
  });

  await check('removes the account', async () => {
    await page.evaluate(() => window.Clerk.user.delete());
    await until('nobody to be signed in', () => page.evaluate(() => !window.Clerk.user));
    assert.equal((await open(page, url)).signedIn, false);
    const code = await page.evaluate(identifier => window.Clerk.client.signIn.create({ identifier })
      .then(() => 'taken', error => error.errors[0].code), countess);
    assert.equal(code, 'form_identifier_not_found');
  });

  await check('meets no error on the page', () => assert.deepEqual(problems, []));
  await Promise.all([page, graces].map(each => each.context().close()));
}

const report = new Report('account');
const desk = await Desk.start();
const front = await Front.start(desk, () => new Response('', { status: 404 }));
const browser = await launch(front);
try {
  for (const setup of ['proxy', 'development']) await story(setup, { desk, front, browser }, report);
  await report.check('the server broke nowhere', () => {
    assert.deepEqual(front.log.filter(line => line.status >= 500), []);
  });
} finally {
  if (process.env.INTEROP_LOG) console.log(front.log.map(line => Object.values(line).join(' ')).join('\n'));
  await browser.close();
  front.stop();
  await desk.stop();
}
report.finish();

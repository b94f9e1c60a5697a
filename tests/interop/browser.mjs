// The browser client and its prebuilt components, unmodified, in Chromium against a real server: behind a proxy on the
// app's own origin, across sites with a development browser, and in production on a sibling host with cookies.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';

import { createClerkClient } from '@clerk/backend';

import { Desk, PRODUCTION_APP } from './lib/desk.mjs';
import { Front, launch } from './lib/front.mjs';
import { PASSWORD, open, signIn, signUp } from './lib/person.mjs';
import { Report, part, until } from './lib/report.mjs';

/** The story of a person, in one set-up. */
async function story(setup, { desk, front, browser }, report) {
  const check = (name, run) => report.check(`${setup}: ${name}`, run);
  const origin = setup === 'production' ? PRODUCTION_APP : front.origin;
  const url = `${origin}/${setup}`;
  const address = `ada.${setup}@example.com`;
  const context = await browser.newContext();
  const page = await context.newPage();
  const problems = [];
  page.on('pageerror', error => problems.push(error.message));
  const token = () => page.evaluate(() => window.Clerk.session.getToken());

  await check('loads', async () => {
    const { status, signedIn } = await open(page, url);
    assert.deepEqual([status, signedIn], ['ready', false]);
  });

  if (setup === 'production') {
    // No inbox there: the person exists already, made through the Backend API.
    const clerk = createClerkClient({ secretKey: desk.production.secret_key, apiUrl: desk.bapi });
    await clerk.users.createUser({ emailAddress: [address], password: PASSWORD });
    await check('signs in', async () => assert.deepEqual(await signIn(page, address), ['complete', address]));
  } else {
    await check('signs up with a code from the inbox', async () => {
      assert.deepEqual(await signUp(desk, page, address), ['complete', address, 'active']);
    });
  }

  await check('has a token for its own page', async () => {
    const claims = part(await token());
    assert.equal(claims.azp, origin);
    assert.equal(claims.sub, await page.evaluate(() => window.Clerk.user.id));
  });

  await check('keeps the cookies that servers read', async () => {
    const names = await page.evaluate(() => document.cookie.split('; ').map(pair => pair.split('=')[0]));
    const { publishable_key: key } = setup === 'production' ? desk.production : desk.development;
    const suffix = createHash('sha1').update(key).digest('base64url').slice(0, 8);
    for (const name of ['__session', `__session_${suffix}`, '__client_uat', `__client_uat_${suffix}`]) {
      assert.ok(names.includes(name), `${name} is not among ${names.join(', ')}`);
    }
  });

  await check('renews its token by itself', async () => {
    // A context of its own, since its clock is turned.
    const turned = await browser.newContext({ storageState: await context.storageState() });
    const hasty = await turned.newPage();
    await hasty.clock.install();
    await open(hasty, url);
    const before = part(await hasty.evaluate(() => window.Clerk.session.getToken()));
    const asked = front.log.length;
    await hasty.clock.fastForward(50_000);
    await until('a renewal that nobody asked for', () =>
      front.log.slice(asked).some(line => line.path.endsWith('/tokens') && line.status === 200));
    const after = await until('the new token', async () => {
      const claims = part(await hasty.evaluate(() => window.Clerk.session.lastActiveToken.getRawString()));
      return claims.jti !== before.jti && claims;
    });
    assert.ok(after.iat >= before.iat, `issued at ${before.iat}, renewed at ${after.iat}`);
    await turned.close();
  });

  await check('creates an organization, switches to it and back', async () => {
    await open(page, url);
    const id = await page.evaluate(async () => {
      const organization = await window.Clerk.createOrganization({ name: 'Wrens' });
      await window.Clerk.setActive({ organization: organization.id });
      return organization.id;
    });
    const inside = part(await token()).o;
    assert.deepEqual([inside.id, inside.rol], [id, 'admin']);
    const seen = await page.evaluate(async () => {
      const members = await window.Clerk.organization.getMemberships();
      const roles = await window.Clerk.organization.getRoles();
      const may = what => window.Clerk.session.checkAuthorization(what);
      return [members.total_count, members.data[0].role, roles.data.map(role => role.key).sort(),
        may({ role: 'org:admin' }), may({ permission: 'org:sys_memberships:manage' }), may({ role: 'org:member' })];
    });
    assert.deepEqual(seen, [1, 'org:admin', ['org:admin', 'org:member'], true, true, false]);
    await page.evaluate(() => window.Clerk.setActive({ organization: null }));
    assert.equal(part(await token()).o, undefined);
  });

  await check('edits the profile', async () => {
    const seen = await page.evaluate(async () => {
      const user = await window.Clerk.user.update({ firstName: 'Ada', lastName: 'Lovelace', unsafeMetadata: { a: 1 } });
      const sessions = await user.getSessions();
      return [user.fullName, user.unsafeMetadata, sessions.map(session => session.status)];
    });
    assert.deepEqual(seen, ['Ada Lovelace', { a: 1 }, ['active']]);
  });

  await check('uploads pictures, as a file and as text, and removes them', async () => {
    const seen = await page.evaluate(async () => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 90, height: 60 });
      canvas.getContext('2d').fillRect(0, 0, 60, 60);
      const file = await new Promise(resolve => { canvas.toBlob(resolve, 'image/png'); });
      // Each answer brings the user anew.
      const user = () => window.Clerk.user;
      const drawn = user().imageUrl;
      const image = await user().setProfileImage({ file });
      const uploaded = [user().hasImage, user().imageUrl === image.publicUrl, user().imageUrl !== drawn];
      canvas.getContext('2d').fillRect(0, 0, 90, 60);
      await user().setProfileImage({ file: canvas.toDataURL('image/webp') });
      const text = [user().hasImage, user().imageUrl !== image.publicUrl];
      await user().setProfileImage({ file: null });
      const gone = [user().hasImage, user().imageUrl === drawn];
      const [{ organization }] = user().organizationMemberships;
      const logo = (await organization.setLogo({ file })).hasImage;
      const { hasImage, name } = await organization.setLogo({ file: null });
      const refused = await user().setProfileImage({ file: new Blob(['<svg/>'], { type: 'image/svg+xml' }) })
        .catch(error => error.errors[0].code);
      return { uploaded, text, gone, organization: [logo, hasImage, name], refused };
    });
    assert.deepEqual(seen, {
      uploaded: [true, true, true], text: [true, true], gone: [false, true],
      organization: [true, false, 'Wrens'], refused: 'request_body_invalid',
    });
  });

  await check('is signed in after a reload', async () => {
    assert.equal((await open(page, url)).signedIn, true);
    assert.equal(part(await token()).azp, origin);
  });

  await check('draws the user button', async () => {
    await page.evaluate(() => window.Clerk.mountUserButton(document.getElementById('app')));
    await page.locator('.cl-userButtonTrigger').click();
    await page.getByText('Ada Lovelace').first().waitFor();
  });

  await check('signs out, in another tab too', async () => {
    const other = await context.newPage();
    assert.equal((await open(other, url)).signedIn, true);
    await page.evaluate(() => window.Clerk.signOut(() => {}));
    assert.equal(await page.evaluate(() => window.Clerk.user === null), true);
    await other.bringToFront();
    await other.waitForFunction(() => window.Clerk.user === null);
    await other.close();
    const cookies = Object.fromEntries((await context.cookies(origin)).map(({ name, value }) => [name, value]));
    assert.equal(cookies.__session ?? '', '');
    assert.equal(cookies.__client_uat ?? '0', '0');
    assert.equal((await open(page, url)).signedIn, false);
  });

  await check('names a wrong password and an unknown address', async () => {
    const refused = await page.evaluate(async given => {
      const code = form => window.Clerk.client.signIn.create(form).then(() => 'taken', error => error.errors[0].code);
      return [await code({ identifier: given, password: 'wrong wrong wrong' }),
        await code({ identifier: 'nobody@example.com' })];
    }, address);
    assert.deepEqual(refused, ['form_password_incorrect', 'form_identifier_not_found']);
  });

  await check('signs in through the prebuilt form', async () => {
    await open(page, url);
    await page.evaluate(fallbackRedirectUrl => {
      window.Clerk.mountSignIn(document.getElementById('app'), { fallbackRedirectUrl });
    }, `${url}?signed-in`);
    await page.locator('input[name=identifier]').fill(address);
    await page.keyboard.press('Enter');
    await page.locator('input[name=password]:not([tabindex="-1"])').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.waitForURL(`${url}?signed-in`);
    assert.equal((await open(page, url)).signedIn, true);
    assert.equal(await page.evaluate(() => window.Clerk.user.primaryEmailAddress.emailAddress), address);
  });

  await check('meets no error on the page', () => assert.deepEqual(problems, []));
  await context.close();
}

const report = new Report('browser');
const desk = await Desk.start();
const front = await Front.start(desk, () => new Response('', { status: 404 }));
const browser = await launch(front);
try {
  for (const setup of ['proxy', 'development', 'production']) await story(setup, { desk, front, browser }, report);
} finally {
  if (process.env.INTEROP_LOG) console.log(front.log.map(line => Object.values(line).join(' ')).join('\n'));
  await browser.close();
  front.stop();
  await desk.stop();
}
report.finish();

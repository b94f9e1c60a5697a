// The prebuilt profiles of people and organizations, unmodified, filled in and clicked through as a person does: no
// request fails and nothing is written to the console.

import assert from 'node:assert/strict';

import { Desk } from './lib/desk.mjs';
import { Front, launch } from './lib/front.mjs';
import { PASSWORD, codeFor, open, signIn, signUp } from './lib/person.mjs';
import { Report, until } from './lib/report.mjs';

const NEW_PASSWORD = 'an entirely new phrase 2';

/** What the packages say in development, whatever the server does. */
const SAID_ALWAYS = /loaded with development keys/;

/** What is found, once it is the only one: while a published form goes away, the next one is already there. */
async function only(locator) {
  await until('the form before to be gone', async () => (await locator.count()) === 1);
  return locator;
}

async function story(setup, { desk, front, browser }, report) {
  const check = (name, run) => report.check(`${setup}: ${name}`, run);
  const url = `${front.origin}/${setup}`;
  const [ada, countess, grace] = ['ada', 'countess', 'grace'].map(name => `${name}.${setup}@example.com`);
  const problems = [];
  /** A refusal that is meant: the browser writes it to the console as well. */
  const meant = [];

  const person = async (address) => {
    // Without motion a published form is gone when it says so; with it, the next one stands beside it for a while.
    const context = await browser.newContext({ viewport: { width: 1100, height: 900 }, reducedMotion: 'reduce' });
    const page = await context.newPage();
    page.on('pageerror', error => problems.push(error.message));
    page.on('console', line => {
      const text = line.text();
      if (!['error', 'warning'].includes(line.type()) || SAID_ALWAYS.test(text)) return;
      if (meant.length && /status of 422/.test(text)) meant.pop();
      else problems.push(text);
    });
    page.on('requestfailed', request => {
      if (request.failure()?.errorText !== 'net::ERR_ABORTED') problems.push(`${request.url()} failed`);
    });
    await open(page, url);
    await signUp(desk, page, address);
    return page;
  };
  const page = await person(ada);
  const graces = await person(grace);

  const mount = async what => {
    await open(page, url);
    await page.evaluate(name => window.Clerk[`mount${name}`](document.getElementById('app'), { routing: 'hash' }), what);
  };
  const text = (words, exact = true) => page.getByText(words, { exact }).first();
  const button = name => page.getByRole('button', { name, exact: true });
  const press = async name => (await only(button(name))).click();
  const choose = async name => (await only(page.getByRole('menuitem', { name, exact: true }))).click();
  const fill = async (name, value) => (await only(page.locator(`input[name=${name}]`))).fill(value);
  const user = () => page.evaluate(() => {
    const { firstName, hasImage, primaryEmailAddress, emailAddresses } = window.Clerk.user;
    return { firstName, hasImage, primary: primaryEmailAddress.emailAddress,
      addresses: emailAddresses.map(one => [one.emailAddress, one.verification.status]) };
  });

  // --- The person -----------------------------------------------------------------------------------------------------

  await check('draws the profile of a person', async () => {
    await mount('UserProfile');
    for (const words of ['Profile details', 'Email addresses', ada, 'Add email address']) await text(words).waitFor();
    for (const words of ['Phone numbers', 'Connected accounts', 'Username']) {
      assert.equal(await page.getByText(words, { exact: true }).count(), 0, `${words}: not offered here`);
    }
  });

  await check('takes an address and its code in its own form', async () => {
    await press('Add email address');
    await fill('emailAddress', grace);
    meant.push('taken');
    await page.keyboard.press('Enter');
    await page.locator('.cl-formFieldErrorText').first().waitFor();
    await fill('emailAddress', countess);
    await page.keyboard.press('Enter');
    await page.locator('.cl-otpCodeFieldInput, input[autocomplete=one-time-code]').first().waitFor();
    const code = await codeFor(desk, countess);
    await page.locator('.cl-otpCodeFieldInput, input[autocomplete=one-time-code]').first().pressSequentially(code);
    await until('the address to be verified', async () =>
      (await user()).addresses.some(([name, status]) => name === countess && status === 'verified'));
  });

  await check('makes it the primary one, and removes the former', async () => {
    const menu = async address => {
      const row = page.locator('.cl-profileSectionItem__emailAddresses', { hasText: address });
      await row.locator('.cl-menuButton').click();
    };
    await menu(countess);
    await choose('Set as primary');
    await until('the primary address', async () => (await user()).primary === countess);
    await menu(ada);
    await choose('Remove email');
    await press('Remove');
    await until('the address to be gone', async () => (await user()).addresses.length === 1);
  });

  await check('takes names and a picture', async () => {
    await press('Update profile');
    await fill('firstName', 'Ada');
    await fill('lastName', 'Lovelace');
    await press('Save');
    await text('Ada Lovelace').waitFor();
    await press('Update profile');
    await (await only(page.locator('input[type=file]'))).setInputFiles(await picture(page, 'ada.png'));
    await until('the picture', async () => (await user()).hasImage);
    await press('Update profile');
    await press('Remove');
    await until('the picture to be gone', async () => !(await user()).hasImage);
  });

  await check('changes the password in its own form and signs the other device out', async () => {
    const context = await browser.newContext();
    const other = await context.newPage();
    await open(other, url);
    await signIn(other, countess);
    await mount('UserProfile');
    await text('Security').click();
    await press('Update password');
    await fill('currentPassword', 'wrong wrong wrong');
    await fill('newPassword', NEW_PASSWORD);
    await fill('confirmPassword', NEW_PASSWORD);
    meant.push('wrong');
    await press('Save');
    await page.locator('.cl-formFieldErrorText').first().waitFor();
    await fill('currentPassword', PASSWORD);
    await press('Save');
    await page.locator('input[name=currentPassword]').waitFor({ state: 'detached' });
    assert.equal((await open(other, url)).signedIn, false);
    assert.equal((await signIn(other, countess, NEW_PASSWORD))[0], 'complete');
    await mount('UserProfile');
    await text('Security').click();
    await text('This device').waitFor();
    await page.locator('.cl-activeDevice').nth(1).waitFor();
    const row = page.locator('.cl-activeDeviceListItem', { hasNotText: 'This device' });
    await row.locator('.cl-menuButton').click();
    await choose('Sign out of device');
    await until('the other device to be out', async () => !(await open(other, url)).signedIn);
    await context.close();
  });

  // --- The organization -----------------------------------------------------------------------------------------------

  await check('draws the profile of an organization and takes a name and a logo', async () => {
    const who = await graces.evaluate(() => window.Clerk.user.id);
    await page.evaluate(async userId => {
      const organization = await window.Clerk.createOrganization({ name: 'Looms' });
      await window.Clerk.setActive({ organization: organization.id });
      await organization.addMember({ userId, role: 'org:member' });
    }, who);
    await mount('OrganizationProfile');
    for (const words of ['General', 'Members', 'Looms', 'Leave organization', 'Delete organization']) {
      await text(words).waitFor();
    }
    await press('Update profile');
    await fill('name', 'Great Looms');
    await press('Save');
    await until('the name', () => page.evaluate(() => window.Clerk.organization.name === 'Great Looms'));
    await press('Update profile');
    await (await only(page.locator('input[type=file]'))).setInputFiles(await picture(page, 'loom.png'));
    await until('the logo', () => page.evaluate(() => window.Clerk.organization.hasImage));
  });

  await check('finds, promotes and removes a member', async () => {
    await mount('OrganizationProfile');
    await text('Members').click();
    const row = page.locator('tr', { hasText: grace });
    await row.waitFor();
    // By keys: the published search waits for a key to go up.
    const search = page.getByRole('textbox', { name: 'Search' }).or(page.getByRole('searchbox', { name: 'Search' }));
    await search.pressSequentially('nobody at all');
    await row.waitFor({ state: 'detached' });
    await search.fill('');
    await search.pressSequentially('GRACE');
    await row.waitFor();
    await row.getByRole('button', { name: 'Member' }).click();
    await page.getByRole('option', { name: 'Admin' }).click();
    await until('the role', () => page.evaluate(async name => {
      const { data } = await window.Clerk.organization.getMemberships();
      return data.find(member => member.publicUserData.identifier === name).role === 'org:admin';
    }, grace));
    await row.locator('.cl-menuButton').click();
    await choose('Remove member');
    await row.waitFor({ state: 'detached' });
  });

  await check('deletes the organization and the account in their own forms', async () => {
    await mount('OrganizationProfile');
    await press('Delete organization');
    await fill('deleteOrganizationConfirmation', 'Great Looms');
    await page.keyboard.press('Enter');
    await until('the organization to be gone', () => page.evaluate(() => !window.Clerk.user.organizationMemberships.length));
    await mount('UserProfile');
    await text('Security').click();
    await press('Delete account');
    await fill('deleteConfirmation', 'Delete account');
    await page.keyboard.press('Enter');
    await page.waitForURL(`${url}?signed-out`);
    assert.equal((await open(page, url)).signedIn, false);
  });

  await check('writes no error and no failed request', () => assert.deepEqual([problems, meant], [[], []]));
  await Promise.all([page, graces].map(each => each.context().close()));
}

/** A picture as a file that a person picks. */
async function picture(page, name) {
  const text = await page.evaluate(() => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 96, height: 64 });
    canvas.getContext('2d').fillRect(0, 0, 64, 64);
    return canvas.toDataURL('image/png');
  });
  return { name, mimeType: 'image/png', buffer: Buffer.from(text.split(',')[1], 'base64') };
}

const report = new Report('profiles');
const desk = await Desk.start();
const front = await Front.start(desk, () => new Response('', { status: 404 }));
const browser = await launch(front);
try {
  await story('proxy', { desk, front, browser }, report);
  await report.check('nothing is refused but what is meant to be', () => {
    const refused = front.log.filter(line => line.status >= 400).map(line => [line.method, line.status, line.refusal]);
    assert.deepEqual(refused.map(([method, status]) => [method, status]), [['POST', 422], ['POST', 422]], JSON.stringify(refused));
  });
} finally {
  if (process.env.INTEROP_LOG) console.log(front.log.map(line => Object.values(line).join(' ')).join('\n'));
  await browser.close();
  front.stop();
  await desk.stop();
}
report.finish();

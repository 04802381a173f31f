import { loadPages } from '../../server/pages.ts';
import { startTestClinic } from '../support/test-clinic.ts';
import { axeFindings } from './axe.ts';
import { expect, test } from './clinic-fixture.ts';
import { comeAs } from './sign-in.ts';

test('UI-259 planned on the schedule, begun at the free chair with one tap, done on the schedule', async ({
  page,
  clinic,
  browser,
}) => {
  await comeAs(page, clinic, 'K. Marsh', 'nurse');
  await page.goto(`${clinic.url}/schedule`);
  await expect(page.getByText('Mon 2 Mar 2026, today')).toBeVisible();
  await page.getByRole('button', { name: 'Add a visit on Chair 2' }).click();
  const form = page.getByRole('dialog', { name: 'Plan a visit' });
  await form.getByLabel('Patient’s name').fill('Dana Marlow');
  await form.getByLabel('Birth date').fill('1986-03-14');
  await form.getByLabel('Time').fill('15:00');
  await form.getByLabel('Weight', { exact: true }).fill('80');
  await form.getByLabel('Dose by weight').fill('0.5');
  await form.getByLabel('Ride home').fill('Lee Marlow');
  await form.getByLabel('Their phone').fill('555 0103');
  await expect(form.getByText('14 Mar 1986')).toBeVisible();
  await form.getByRole('button', { name: 'Plan the visit' }).click();
  const row = page.getByRole('region', { name: 'Chair 2' });
  await expect(row.getByRole('button', { name: /15:00.*Dana Marlow.*planned/ })).toBeVisible();
  expect(await axeFindings(page)).toEqual([]);

  const { chairId } = clinic.chair(2);
  const tablet = await (await browser.newContext({ viewport: { width: 1280, height: 800 }, hasTouch: true })).newPage();
  await comeAs(tablet, clinic, 'K. Marsh', 'nurse');
  await tablet.goto(`${clinic.url}/chair/${chairId}`);
  const rail = tablet.getByRole('complementary', { name: 'What to do' });
  await expect(rail.getByText('born 14 Mar 1986')).toBeVisible();
  expect(await axeFindings(tablet)).toEqual([]);
  await rail.getByRole('button', { name: 'Begin visit' }).tap();
  await rail.getByRole('button', { name: /^Set-up/ }).click();
  const offered = rail.getByRole('group', { name: 'From the plan' });
  await expect(offered).toContainText('80 kg');
  await offered.getByRole('button', { name: 'They are right: record them' }).click();
  await expect(offered).toContainText('All of it is recorded');
  expect(clinic.clinic.board.view(chairId)?.setUp).toMatchObject({
    ...{ weightKg: 80, doseMgPerKg: 0.5, doseMg: 40 },
    ride: { name: 'Lee Marlow', phone: '555 0103' },
  });

  await expect(row.getByRole('button', { name: /Dana Marlow.*Before/ })).toBeVisible();
  await expect(page.getByText('The day cannot be closed while somebody is treated')).toBeVisible();
  const visitId = clinic.clinic.board.view(chairId)?.visitId ?? '';
  const nurse = await (await clinic.screen()).choose('nurse', 'K. Marsh');
  await nurse.give(visitId, { type: 'visit:end', ending: 'cancelled', reason: 'felt unwell' });
  await row.getByRole('button', { name: /Dana Marlow.*cancelled/ }).click();
  await expect(page.getByRole('dialog').getByRole('link', { name: 'See the visit' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Close the day' }).click();
  await page.getByRole('button', { name: 'Yes, close the day' }).click();
  await expect(page.getByText(/nobody is watched until the day is opened/)).toBeVisible();
});

test('UI-258 the first run of a new clinic leads from any page to its set-up, and then to what comes next', async ({
  page,
}) => {
  const pages = await loadPages();
  if (!pages.ok) throw new Error(pages.refusal.message);
  const clinic = await startTestClinic({ chairs: 0, pages: pages.value, timers: true });
  await page.goto(`${clinic.url}/station`);
  await expect(page).toHaveURL(`${clinic.url}/set-up`);
  await expect(page.getByRole('heading', { name: 'Set up this clinic' })).toBeVisible();
  expect(await axeFindings(page)).toEqual([]);
  await page.getByLabel('Name of the clinic').fill('');
  await page.getByRole('button', { name: 'Set up the clinic' }).click();
  await expect(page.getByRole('alert')).toContainText('Enter the clinic’s name');
  await page.getByLabel('Name of the clinic').fill('Elm Street');
  await page.getByLabel('Time zone').selectOption('Europe/Zurich');
  await page.getByLabel('How many').fill('2');
  await page.getByLabel('Name of chair 2').fill('Window');
  await page.getByLabel('First administrator').fill('A. Lind');
  for (const label of ['Password', 'The same once more']) await page.getByLabel(label).fill('four quiet words here');
  await page.getByLabel('Set-up code').fill(clinic.attached.desk.setUpCode.text);
  await page.getByRole('button', { name: 'Set up the clinic' }).click();
  await expect(page).toHaveURL(`${clinic.url}/`);
  await expect(page.getByRole('heading', { name: 'What to do next' })).toBeVisible();
  await expect(page.getByRole('banner')).toContainText('Elm Street');
  await expect(page.getByRole('banner')).toContainText('A. Lind');
  expect(clinic.clinic.site).toMatchObject({ name: 'Elm Street', timeZone: 'Europe/Zurich' });
  expect(clinic.clinic.site.chairs.map(({ name }) => name)).toEqual(['Chair 1', 'Window']);
  await page.goto(`${clinic.url}/set-up`);
  await expect(page).toHaveURL(`${clinic.url}/`);
  await clinic.close();
});

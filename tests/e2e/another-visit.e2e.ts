/** A page was away while its chair got another patient. */
import type { Page } from '@playwright/test';
import { openByWire } from '../support/visit-by-wire.ts';
import { ChairScreen } from './chair-screen.ts';
import { expect, test } from './clinic-fixture.ts';

test('UI-436 what was typed about one patient reaches nobody else: at the chair and in the station’s pane', async ({
  clinic,
  station,
  page,
}) => {
  const { chairId, visitId, nurse } = await openByWire(clinic);
  await nurse.give(visitId, { type: 'identity:confirm' });
  await page.setViewportSize({ width: 1280, height: 800 });
  const chair = await new ChairScreen(page).open(clinic.url, chairId);
  await chair.iAm('K. Marsh', 'Nurse');
  const weight = page.getByLabel('Weight', { exact: true });
  await weight.fill('82');
  await station
    .getByRole('button', { name: /^Chair 1/ })
    .first()
    .click();
  const line = station.getByLabel('Line to the chair');
  await line.fill('Ondansetron 4 mg, please');

  const screens: Page[] = [page, station];
  for (const each of screens) await each.context().setOffline(true);
  // Chromium keeps an open socket through "offline"; the beats stop only when the server's side is cut.
  clinic.attached.io.of('/screens').disconnectSockets(true);
  const nurseThere = await (await clinic.screen()).choose('nurse');
  await nurseThere.give(visitId, { type: 'visit:move', chairId: clinic.chair(2).chairId });
  const next = await nurseThere.open(chairId);
  await nurseThere.give(next, { type: 'identity:confirm' });
  for (const each of screens) await each.context().setOffline(false);

  await expect(chair.strip).not.toContainText(/no connection/i, { timeout: 15_000 });
  await expect(weight).toHaveValue('');
  await expect(line).toHaveValue('');
  // Whatever this page had still to say came before this.
  await weight.fill('70');
  await weight.blur();
  const { board } = clinic.clinic;
  await expect.poll(() => board.view(chairId)?.setUp.weightKg).toBe(70);
  const [first, other] = [board.view(clinic.chair(2).chairId), board.view(chairId)];
  expect([first?.visitId, other?.visitId]).toEqual([visitId, next]);
  expect(first?.setUp.weightKg).toBeUndefined();
  expect([first?.messages, other?.messages]).toEqual([[], []]);
});

/** A provider at the station changes a limit of one patient; the chair follows. */
import { infusingByWire } from '../support/visit-by-wire.ts';
import { ChairScreen } from './chair-screen.ts';
import { expect, test } from './clinic-fixture.ts';
import { signIn } from './sign-in.ts';

test('UI-172 WS-131 changed at the station, with the range said, looked over and given a reason; at the chair the alert ends and the limit is marked', async ({
  page,
  clinic,
  station,
}) => {
  const { visitId, chairId, adapter } = await infusingByWire(clinic);
  const provider = await (await clinic.screen()).choose('provider');
  // Low at rest: under the limit there is no advisory.
  await provider.give(visitId, {
    type: 'baseline:correct',
    systolicMmHg: 126,
    diastolicMmHg: 78,
    spo2Pct: 90,
    pulseBpm: 72,
    reason: 'lung disease',
  });
  const chair = await new ChairScreen(page).open(clinic.url, chairId);
  await clinic.pass(20_000, () => adapter.spo2(88));
  await expect(chair.strip).toContainText('SpO₂ 88 < 90');

  const tile = station.getByRole('button', { name: /^Chair 1 A\./ });
  await tile.click();
  const pane = station.getByRole('region', { name: 'Opened chair' });
  await pane.getByRole('button', { name: 'All limits' }).click();
  const dialog = station.getByRole('dialog');
  await expect(dialog).toContainText('sign in first');
  await expect(dialog.getByRole('textbox')).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Close' }).click();
  await signIn(station, station.getByRole('button', { name: 'Who are you?' }), { name: 'Dr. Ruiz', role: 'provider' });
  await pane.getByRole('button', { name: 'Change limits' }).click();

  const medium = dialog.getByRole('textbox', { name: 'SpO₂ low, medium priority, %' });
  await expect(medium).toHaveValue('90');
  await medium.fill('79');
  await expect(dialog.getByText('79 is not between 80 and 92.')).toBeVisible();
  await medium.fill('87');
  await dialog.getByRole('button', { name: 'SpO₂ low, medium priority: one less' }).click();
  await expect(medium).toHaveValue('86');
  await dialog.getByRole('button', { name: 'Look over the changes' }).click();
  await expect(dialog.getByRole('listitem')).toContainText(['SpO₂ low, medium priority']);
  await dialog.getByRole('button', { name: 'Change this limit' }).click();
  await expect(dialog).toContainText('Give the reason: it stays in the record.');
  await dialog.getByLabel('Reason').fill('Lung disease, 88 at home');
  await dialog.getByRole('button', { name: 'Change this limit' }).click();
  await expect(dialog).toBeHidden();

  await expect(chair.strip).not.toContainText('SpO₂ 88');
  await expect(chair.spo2).toContainText('< 86');
  await expect(chair.spo2).toContainText('changed for this patient, protocol < 90');
  await expect(tile).toContainText('limits changed');
  await expect(pane).toContainText('Limits changed by Dr. Ruiz');
  await clinic.clinic.drained();
  const events = await clinic.journal.read({ kind: 'visit', id: visitId });
  expect(events.findLast(({ type }) => type === 'alert-ended')).toMatchObject({
    cause: 'person',
    reason: 'Limit changed by Dr. Ruiz: SpO₂ low, medium priority, 90 → 86',
  });

  // Back by one act, with its own reason.
  await pane.getByRole('button', { name: 'Change limits' }).click();
  await expect(dialog).toContainText('Changed by Dr. Ruiz');
  await dialog.getByRole('button', { name: 'All back to the protocol' }).click();
  await dialog.getByLabel('Reason').fill('Set for the wrong chair');
  await dialog.getByRole('button', { name: 'Change this limit' }).click();
  await expect(dialog).toBeHidden();
  await expect(chair.spo2).not.toContainText('changed for this patient');
  await expect(tile).not.toContainText('limits changed');
});

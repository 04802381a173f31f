/** A form that is open on the station stands in nobody's way. */
import { infusingByWire } from '../support/visit-by-wire.ts';
import { expect, test } from './clinic-fixture.ts';
import { signIn } from './sign-in.ts';

test('UI-163 an alert is answered at the station while a dialog is open there', async ({ clinic, station }) => {
  const { adapter } = await infusingByWire(clinic);
  await clinic.pass(1_000, () => adapter.spo2(97));
  await signIn(station, station.getByRole('button', { name: 'Who are you?' }), { name: 'M. Osei', role: 'provider' });
  const dialog = station.getByRole('dialog');

  await station
    .getByRole('button', { name: /M\. Osei/ })
    .first()
    .click();
  await expect(dialog).toBeVisible();
  await clinic.pass(1_000, () => adapter.spo2(82));
  await station.getByRole('button', { name: 'Seen by me' }).click();
  await expect(station.getByText(/Seen by M\. Osei/)).toBeVisible();
  await expect(dialog).toBeVisible();
});

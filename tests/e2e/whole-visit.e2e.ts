import { ChairScreen } from './chair-screen.ts';
import { expect, test } from './clinic-fixture.ts';

const MINUTE = 60_000;
const STEP = 4_000;

test('UI-90 UI-146 a visit from the free chair to discharge, chair and station side by side', async ({
  page,
  clinic,
  station,
}) => {
  test.setTimeout(120_000);
  const { chairId } = clinic.chair(1);
  const adapter = await clinic.adapter(1);
  const chair = await new ChairScreen(page).open(clinic.url, chairId);
  const tile = station.getByRole('button', { name: /^Chair 1/ });
  const watch = (minutes: number, spo2 = 98, pulse = 72) =>
    clinic.pass(minutes * MINUTE, () => adapter.spo2(spo2, pulse), STEP);

  await test.step('set-up and baseline', async () => {
    await chair.iAm('N. Okafor', 'Nurse');
    await expect(tile).toContainText('Free');
    await chair.openVisit('Ada Byron', '1980-12-10');
    await expect(tile).toContainText('A. Byron');
    await chair.confirmIdentity();
    await chair.setUp('N. Okafor', 'Dr. Ruiz');
    await clinic.pass(1_000);
    await adapter.probeOff();
    await clinic.pass(1_000);
    await adapter.bp(128, 79);
    await watch(2);
    await adapter.bp(126, 77);
    await expect(chair.spo2).toContainText('98');
    await chair.tap('Take as baseline');
    await expect(page.getByText('from 127/78')).toBeVisible();
  });

  await test.step('infusion: live on both screens', async () => {
    await chair.tap('I started the pump');
    await expect(page.getByText('I paused')).toBeVisible();
    // The tap that starts the watch has turned the sound on.
    await page.getByRole('region', { name: 'Sound of this screen' }).getByRole('button', { name: 'Yes' }).click();
    await expect(page.getByText('Sound here')).toBeVisible();
    await expect(tile).toContainText('Infusion');
    await watch(10);
    await adapter.bp(134, 82);
    await expect(page.getByText('10:0', { exact: false }).first()).toBeVisible();
    await expect(tile).toContainText(/134\/\s*82/);
    await chair.tap('Normally');
    await chair.tap('No nausea');
  });

  await test.step('a true desaturation: alert on both, acknowledged at the chair, ended by readings', async () => {
    await watch(0.1, 88, 92);
    await clinic.pass(1_000, () => adapter.spo2(84, 96));
    await expect(chair.strip).toContainText('SpO₂ 84 < 90');
    await expect(page.getByText('HIGH', { exact: true })).toBeVisible();
    await expect(station.getByText('SpO₂ 84 < 90').first()).toBeVisible();
    await chair.tap('Acknowledge');
    await expect(page.getByText(/seen by N\. Okafor/i)).toBeVisible();
    await expect(station.getByText(/Okafor/).first()).toBeVisible();
    await chair.tap('Repositioned');
    await watch(0.5, 97, 80);
    await expect(chair.strip).not.toContainText('SpO₂');
  });

  await test.step('the planned end asks and never moves on by itself', async () => {
    await watch(10);
    await adapter.bp(136, 84);
    await watch(10);
    await adapter.bp(138, 85);
    await watch(10);
    await adapter.bp(132, 82);
    await expect(page.getByText(/is the pump finished\?/)).toBeVisible();
    await expect(tile).toContainText('Infusion');
    await chair.tap('Pump finished');
    await chair.tap(/begin recovery/);
    await expect(tile).toContainText('Recovery');
  });

  await test.step('recovery: the list fills itself', async () => {
    await expect(page.getByText(/of \d+ met/)).toBeVisible();
    await adapter.bp(130, 80);
    await watch(10);
    await adapter.bp(128, 80);
    await watch(10.2);
    await adapter.bp(126, 78);
    await watch(0.1);
    await chair.tap('Check Responds normally');
    for (const scale of ['Dissociation', 'Nausea']) {
      const ask = page.getByRole('button', { name: new RegExp(`^\\w+ ${scale} (gone|mild)`) });
      if (await ask.isVisible()) {
        await ask.click();
        await page.getByRole('button', { name: `${scale} 0`, exact: true }).click();
        await expect(page.getByRole('dialog')).toBeHidden();
      }
    }
    await chair.hold('End monitoring');
    await expect(tile).toContainText('Discharge');
  });

  await test.step('discharge: checked, signed, the chair is free', async () => {
    for (const item of ['Oriented', 'Steady gait', 'IV out', 'Instructions given']) await chair.tap(`Check ${item}`);
    await chair.tap(/Sign and/);
    await chair.enter('Leaves with', 'Sam Marlow');
    await chair.tap('Sign: the patient went home');
    await expect(page.getByRole('heading', { name: /^Visit ended .*went home/ })).toBeVisible();
    await expect(tile).toContainText('Ended');
  });
});

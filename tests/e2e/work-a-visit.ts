/** A nurse's whole visit on the page of chair 1, by whatever hand: from the free chair to discharge. */
import { expect, test, type Page } from '@playwright/test';
import type { TestClinic } from '../support/test-clinic.ts';
import type { ChairScreen } from './chair-screen.ts';

const MINUTE = 60_000;
const STEP = 4_000;

export type Watch = (minutes: number, spo2?: number, pulse?: number) => Promise<void>;

/**
 * @param station stands beside it and is looked at, too
 * @param halfway what else happens during the infusion
 */
export async function workAVisit(
  chair: ChairScreen,
  clinic: TestClinic,
  { station, halfway }: { station?: Page; halfway?: (watch: Watch) => Promise<void> } = {},
): Promise<void> {
  const { page } = chair;
  const adapter = await clinic.adapter(1);
  const tile = station?.getByRole('button', { name: /^Chair 1/ });
  const tiles = async (words: string | RegExp): Promise<void> => {
    if (tile) await expect(tile).toContainText(words);
  };
  const watch: Watch = (minutes, spo2 = 98, pulse = 72) =>
    clinic.pass(minutes * MINUTE, () => adapter.spo2(spo2, pulse), STEP);

  await test.step('set-up and baseline', async () => {
    await chair.iAm('N. Okafor', 'Nurse');
    await tiles('Free');
    await chair.openVisit('Ada Byron', '1980-12-10');
    await tiles('A. Byron');
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
    await chair.tap('Yes');
    await expect(page.getByText('Sound here')).toBeVisible();
    await tiles('Infusion');
    await watch(10);
    await adapter.bp(134, 82);
    await expect(page.getByText('10:0', { exact: false }).first()).toBeVisible();
    await tiles(/134\/\s*82/);
    await chair.tap('Normally');
    await chair.tap('No nausea');
  });

  await halfway?.(watch);

  await test.step('a true desaturation: alert on both, acknowledged at the chair, ended by readings', async () => {
    await watch(0.1, 88, 92);
    await clinic.pass(1_000, () => adapter.spo2(84, 96));
    await expect(chair.strip).toContainText('SpO₂ 84 < 90');
    await expect(page.getByText('HIGH', { exact: true })).toBeVisible();
    if (station) await expect(station.getByText('SpO₂ 84 < 90').first()).toBeVisible();
    await chair.tap('Acknowledge');
    await expect(page.getByText(/seen by N\. Okafor/i)).toBeVisible();
    if (station) await expect(station.getByText(/Okafor/).first()).toBeVisible();
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
    await tiles('Infusion');
    await chair.tap('Pump finished');
    await chair.tap(/begin recovery/);
    await tiles('Recovery');
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
        await chair.tap(new RegExp(`^\\w+ ${scale} (gone|mild)`));
        await chair.tap(new RegExp(`^${scale} 0$`));
        await expect(page.getByRole('dialog')).toBeHidden();
      }
    }
    await chair.hold('End monitoring');
    await tiles('Discharge');
  });

  await test.step('discharge: checked, signed, the chair is free', async () => {
    for (const item of ['Oriented', 'Steady gait', 'IV out', 'Instructions given']) await chair.tap(`Check ${item}`);
    await chair.tap(/Sign and/);
    await chair.enter('Leaves with', 'Sam Marlow');
    await chair.tap('Sign: the patient went home');
    await expect(page.getByRole('heading', { name: /^Visit ended .*went home/ })).toBeVisible();
    await tiles('Ended');
  });
}

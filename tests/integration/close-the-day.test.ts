import { expect, onTestFinished, test } from 'vitest';
import type { SiteCommand } from '#core/site-state.ts';
import { startTestClinic } from '../support/test-clinic.ts';
import type { TestClinic } from '../support/test-clinic.ts';
import type { TestScreen } from '../support/test-screen.ts';
import { infusingByWire } from '../support/visit-by-wire.ts';

const give = (screen: TestScreen, command: SiteCommand) =>
  screen.request('site:command', { commandId: crypto.randomUUID(), command });
const health = async ({ url }: TestClinic) =>
  (await (await fetch(`${url}/healthz`)).json()) as { readonly armed: boolean; readonly dayOpen: boolean };

test('SEC-40 a running visit keeps the day open and the watch armed; ended, a nurse closes it', async () => {
  const clinic = await startTestClinic();
  onTestFinished(() => clinic.close());
  const { nurse, visitId } = await infusingByWire(clinic);
  expect(await health(clinic)).toMatchObject({ armed: true, dayOpen: true });
  expect(await give(nurse, { type: 'day:close' })).toMatchObject({
    refusal: { code: 'conflict', message: expect.stringContaining('Chair 1') as string },
  });
  await nurse.give(visitId, { type: 'visit:end', ending: 'transferred', reason: 'to the ward' });
  const unnamed = await clinic.screen();
  expect(await give(unnamed, { type: 'day:close' })).toMatchObject({ refusal: { code: 'not-allowed' } });
  expect(await give(nurse, { type: 'day:close' })).toEqual({ ok: true, data: null });
  expect(await health(clinic)).toMatchObject({ armed: false, dayOpen: false });
  await unnamed.until(({ site }) => site?.dayOpen === false && site.dayClosed?.byName === 'N. Okafor');
});

test('SEC-41 a closed day stays closed over a restart, and opening a visit opens it', async () => {
  const before = await startTestClinic();
  expect(await give(await (await before.screen()).choose('nurse'), { type: 'day:close' })).toMatchObject({ ok: true });
  await before.close({ keep: true });
  const clinic = await startTestClinic({ folder: before.folder, clock: before.clock });
  onTestFinished(() => clinic.close());
  expect(await health(clinic)).toMatchObject({ dayOpen: false });
  const provider = await (await clinic.screen()).choose('provider');
  await provider.open(clinic.chair(1).chairId);
  expect(await health(clinic)).toMatchObject({ dayOpen: true });
  await provider.until(({ site }) => site?.dayOpen === true);
  const events = await clinic.journal.read({ kind: 'site', id: clinic.journal.siteId });
  expect(events.at(-1)).toMatchObject({ type: 'day-opened', byName: 'Dr. Ruiz' });
});

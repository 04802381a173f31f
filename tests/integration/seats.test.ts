import { randomUUID } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { startTestClinic } from '../support/test-clinic.ts';
import { infusingByWire } from '../support/visit-by-wire.ts';

const third = (chairId: string) => ({
  ...{ commandId: randomUUID(), chairId, protocolId: 'iv-ketamine-40' },
  patient: { name: 'Third Person', birthDate: '1980-01-01' },
});

test('WS-173 who moved to a chair another had left keeps it over a restart: watched there, and nobody is opened on it', async () => {
  const clinic = await startTestClinic({ chairs: 3 });
  const [, c2 = '', c3 = ''] = [1, 2, 3].map((n) => clinic.chair(n).chairId);
  const { visitId, nurse } = await infusingByWire(clinic);
  const other = await nurse.open(c2, { name: 'Grace Hopper', birthDate: '1986-12-09' });
  await clinic.pass(1_000);
  await nurse.give(other, { type: 'visit:move', chairId: c3 });
  await clinic.pass(1_000);
  await nurse.give(visitId, { type: 'visit:move', chairId: c2 });
  await clinic.pass(1_000);
  const { clock, folder } = clinic;
  await clinic.close({ keep: true });
  clock.advance(1_000);

  const again = await startTestClinic({ clock, folder });
  onTestFinished(() => again.close());
  const adapter = await again.adapter(2);
  const screen = await (await again.screen()).choose('nurse');
  await screen.watch(c2);
  expect(await screen.request('visit:open', third(c2))).toMatchObject({ ok: false, refusal: { code: 'conflict' } });
  await again.pass(30_000, () => adapter.spo2(80), 4_000);
  expect(await adapter.spo2(80)).toMatchObject({ status: 'stored' });
  await screen.until((s) => s.view(c2).alerts.some(({ kind, priority }) => kind === 'spo2-low' && priority === 'high'));
  expect(screen.view(c2).visitId).toBe(visitId);
});

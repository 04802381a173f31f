import { randomUUID } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { startTestClinic } from '../support/test-clinic.ts';
import { infusingByWire, readyToGoByWire } from '../support/visit-by-wire.ts';

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

test('WS-176 WS-177 WS-178 one who waits: the emergency keeps the chair, no screen without a name hears who it is, a call about them is answered', async () => {
  const clinic = await startTestClinic({ chairs: 2 });
  onTestFinished(() => clinic.close());
  const visit = await infusingByWire(clinic);
  const { visitId, chairId, nurse, adapter } = visit;
  const provider = await readyToGoByWire(clinic, visit);
  const anyone = await clinic.screen();
  const waitingOf = () => anyone.site?.waiting?.[0];
  const names = async () => {
    const answer = await provider.request('waiting:names', {});
    return answer.ok ? answer.data.visits : [];
  };
  await nurse.give(visitId, { type: 'ride:wait' });
  await anyone.until(() => waitingOf() !== undefined);
  expect(JSON.stringify(anyone.site)).not.toMatch(/Byron|Marlow|555/);
  expect(waitingOf()).toEqual({ visitId, chairId, chairName: 'Chair 1', since: expect.any(Number) as number });
  expect(await anyone.request('waiting:names', {})).toMatchObject({ ok: false, refusal: { code: 'not-allowed' } });
  expect(await names()).toMatchObject([{ visitId, patient: { name: 'Ada Byron' }, ride: { name: 'Sam Marlow' } }]);

  await nurse.give(visitId, { type: 'emergency:declare' });
  await nurse.until((screen) => screen.view(chairId).visitId === visitId);
  expect(await adapter.spo2(70)).toMatchObject({ status: 'refused', refusal: { code: 'no-visit' } });
  expect(await nurse.request('visit:open', third(chairId))).toMatchObject({
    ok: false,
    refusal: { code: 'conflict', message: expect.stringContaining('kept for an emergency') as string },
  });
  const second = await nurse.open(clinic.chair(2).chairId, { name: 'Grace Hopper', birthDate: '1986-12-09' });
  expect(await nurse.command(second, { type: 'visit:move', chairId })).toMatchObject({ ok: false });
  expect(clinic.clinic.board.view(chairId)).toMatchObject({ visitId, emergencySince: expect.any(Number) as number });

  // Back by a person's act: from then on the chair's devices are theirs.
  await nurse.give(visitId, { type: 'visit:move', chairId });
  await nurse.until((screen) => (screen.site?.waiting ?? []).length === 0);
  expect(await adapter.spo2(96)).toMatchObject({ status: 'stored' });
  await nurse.give(visitId, { type: 'emergency:end' });
  if (clinic.clinic.board.view(chairId)?.providerCall) await nurse.give(visitId, { type: 'provider:call-off' });
  await nurse.give(
    visitId,
    { type: 'ride:wait' },
    { type: 'provider:call' },
    { type: 'message:send', text: 'Byron is dizzy' },
  );
  await anyone.until(() => waitingOf()?.call !== undefined && waitingOf()?.unread === 1);
  expect(JSON.stringify(anyone.site)).not.toContain('Byron');
  const line = (await names())[0]?.unread[0];
  expect(line?.text).toBe('Byron is dizzy');
  await provider.give(visitId, { type: 'provider:answer' }, { type: 'message:read', messageId: line?.messageId ?? '' });
  await anyone.until(() => waitingOf()?.call?.answered !== undefined && waitingOf()?.unread === undefined);
});

import { expect, onTestFinished, test } from 'vitest';
import { startTestClinic } from '../support/test-clinic.ts';
import { infusingByWire } from '../support/visit-by-wire.ts';

const kindsOf = (alerts: readonly { readonly kind: string }[]) => alerts.map(({ kind }) => kind).sort();

test('WS-40 a journal that hangs for 5 s delays no alert by more than 600 ms; what is shown says that it is not recorded', async () => {
  const clinic = await startTestClinic();
  onTestFinished(() => clinic.close());
  const { visitId, chairId, nurse, adapter } = await infusingByWire(clinic);
  const station = await clinic.screen();
  await station.watchStation();
  await clinic.pass(10_000, () => adapter.spo2(97));
  await nurse.until((screen) => screen.view(chairId).recorded);

  clinic.journal.seams?.hang(5_000);
  await clinic.pass(1_000);
  const sentAt = performance.now();
  const answered: string[] = [];
  const answer = adapter.spo2(84).then(({ status }) => answered.push(`84 ${status}`));
  await Promise.all([
    nurse.until((screen) => kindsOf(screen.view(chairId).alerts).includes('spo2-low')),
    station.until((screen) => kindsOf(screen.tiles.get(chairId)?.view.alerts ?? []).includes('spo2-low')),
  ]);
  expect(performance.now() - sentAt).toBeLessThan(600);
  expect(nurse.view(chairId).recorded).toBe(false);
  expect(station.tiles.get(chairId)?.view.recorded).toBe(false);
  // Not before it is on the disk may the adapter forget it.
  expect(answered).toEqual([]);

  // From then on nothing waits, commands and readings alike; their answers still do.
  await nurse.until((screen) => kindsOf(screen.view(chairId).alerts).includes('not-recorded'));
  clinic.clock.advance(1_000);
  const acknowledged = nurse.give(visitId, {
    type: 'alert:acknowledge',
    alertId: nurse.view(chairId).alerts.find(({ kind }) => kind === 'spo2-low')?.alertId ?? '',
  });
  const nextAt = performance.now();
  const next = adapter.spo2(83).then(({ status }) => answered.push(`83 ${status}`));
  await nurse.until((screen) => {
    const { spo2, alerts } = screen.view(chairId);
    return spo2.status === 'live' && spo2.value === 83 && alerts.some((alert) => alert.acknowledged !== undefined);
  });
  expect(performance.now() - nextAt).toBeLessThan(300);

  // The sender gave it two seconds: it sends again, and is not told "duplicate" before the first is on the disk either.
  expect(answered).toEqual([]);
  const health = (await (await fetch(`${clinic.url}/healthz`)).json()) as { ok: boolean; late: boolean };
  expect(health).toMatchObject({ ok: false, late: true });

  await Promise.all([answer, next, acknowledged]);
  expect(answered).toEqual(['84 stored', '83 stored']);
  await nurse.until((screen) => screen.view(chairId).recorded);
  await nurse.until((screen) => !kindsOf(screen.view(chairId).alerts).includes('not-recorded'));
  expect(nurse.holes).toEqual([]);
  const events = await clinic.journal.read({ kind: 'visit', id: visitId });
  expect(events.filter((event) => event.type === 'alert-issued').map(({ kind }) => kind)).toEqual([
    'spo2-low',
    'not-recorded',
  ]);
});

test('WS-41 an infusion that begins while the disk hangs is told too, and a chair without a watched visit is not', async () => {
  const clinic = await startTestClinic();
  onTestFinished(() => clinic.close());
  const { chairId, nurse, adapter } = await infusingByWire(clinic, 1);
  const waiting = await (await clinic.screen()).choose('nurse');
  const other = clinic.chair(2).chairId;
  await waiting.watch(other);
  await waiting.open(other);
  clinic.journal.seams?.hang(3_000);
  await clinic.pass(1_000, async () => void adapter.spo2(97));
  await nurse.until((screen) => kindsOf(screen.view(chairId).alerts).includes('not-recorded'));
  expect(kindsOf(waiting.view(other).alerts)).toEqual([]);
  await nurse.until((screen) => screen.view(chairId).alerts.length === 0);
});

test('WS-43 a stepped wall clock is recorded and told on every watched visit until somebody has seen it', async () => {
  const clinic = await startTestClinic();
  onTestFinished(() => clinic.close());
  const { visitId, chairId, nurse, adapter } = await infusingByWire(clinic);
  await clinic.pass(2_000, () => adapter.spo2(97));
  const before = nurse.view(chairId).phase;
  clinic.stepWall(-3_600_000);
  clinic.clinic.tick();
  await nurse.until((screen) => kindsOf(screen.view(chairId).alerts).includes('clock-stepped'));
  const [alert] = nurse.view(chairId).alerts;
  expect(alert?.detail).toBe("The computer's clock was set back by 3600 s; the timers here go on unchanged");
  expect(nurse.view(chairId).phase).toEqual(before);
  const { siteId } = clinic.journal;
  expect((await clinic.journal.read({ kind: 'site', id: siteId })).at(-1)).toMatchObject({
    type: 'wall-clock-stepped',
    byMs: -3_600_000,
  });
  await nurse.give(visitId, { type: 'alert:acknowledge', alertId: alert?.alertId ?? '' });
  await nurse.until((screen) => screen.view(chairId).alerts.length === 0);
});

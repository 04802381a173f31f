import { randomUUID } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import type { VisitEvent } from '#core/event.ts';
import type { WireReading } from '#protocol/adapter-events.ts';
import type { WireVisitCommand } from '#protocol/screen-events.ts';
import { startChildServer } from '../support/child-server.ts';
import { newDatabasePath, openForTest } from '../support/journal-folder.ts';
import { TestAdapter } from '../support/test-adapter.ts';
import { TestScreen } from '../support/test-screen.ts';

const wall = { now: () => Date.now() };

async function adapterTo(port: number): Promise<TestAdapter> {
  const adapter = await TestAdapter.connect(port, { adapterId: 'adapter-1', clock: wall, chairNumber: 1 });
  onTestFinished(() => adapter.close());
  await adapter.announce();
  return adapter;
}

async function screenTo(port: number, role: 'nurse' | 'administrator'): Promise<TestScreen> {
  const screen = await TestScreen.connect(port);
  onTestFinished(() => screen.close());
  return screen.choose(role);
}

async function furnish(port: number): Promise<string> {
  const screen = await screenTo(port, 'administrator');
  const give = (command: Parameters<typeof screen.request<'site:command'>>[1]['command']) =>
    screen.request('site:command', { commandId: randomUUID(), command });
  await give({ type: 'chair:add', name: 'Chair 1' });
  await screen.until(({ site }) => site?.chairs.length === 1);
  const chairId = screen.site?.chairs[0]?.chairId ?? '';
  await give({ type: 'device:register', deviceId: 'ox-1', model: 'nonin-df2', label: 'ox', emulated: false });
  await give({ type: 'device:bind', deviceId: 'ox-1', chairId });
  return chairId;
}

/** Sends readings one by one without waiting, and remembers what was sent and what was acknowledged. */
function streamOf(adapter: TestAdapter) {
  const sent: WireReading[] = [];
  const stored: number[] = [];
  let measuredAt = wall.now();
  const push = (): void => {
    measuredAt = Math.max(measuredAt + 1, wall.now());
    const spo2Pct = 84 - (sent.length % 3);
    const reading = adapter.wire({ kind: 'oximetry', measuredAt, quality: 'good', causes: [], spo2Pct, pulseBpm: 70 });
    sent.push(reading);
    adapter.send([reading]).then(
      ([answer]) => {
        if (answer?.status === 'stored') stored.push(answer.seq);
        push();
      },
      () => undefined,
    );
  };
  return { sent, stored, push };
}

const seqsOf = (events: readonly VisitEvent[]): readonly number[] =>
  events.flatMap((event) => (event.type === 'reading-recorded' ? [event.source.seq] : []));

test('WS-42 killed in the middle of a visit: nothing acknowledged is lost, nothing doubled, the same alerts stand', async () => {
  const database = newDatabasePath();
  const first = await startChildServer(database);
  const chairId = await furnish(first.port);
  const adapter = await adapterTo(first.port);
  const nurse = await screenTo(first.port, 'nurse');
  await nurse.watch(chairId);
  const visitId = await nurse.open(chairId);
  const note: WireVisitCommand = { type: 'entry:record', minutesAgo: 0, entry: { kind: 'note', text: 'calm' } };
  const commandId = randomUUID();
  expect((await nurse.command(visitId, note, commandId)).ok).toBe(true);

  const { sent, stored, push } = streamOf(adapter);
  for (let i = 0; i < 8; i += 1) push();
  await nurse.until((screen) => screen.view(chairId).alerts.length === 1 && stored.length > 200);
  const before = nurse.view(chairId);
  const [alert] = before.alerts;
  expect(alert).toMatchObject({ kind: 'spo2-low', priority: 'high', text: 'SpO₂ 82 < 90' });
  await first.kill();

  const second = await startChildServer(database);
  const again = await screenTo(second.port, 'nurse');
  const after = await again.watch(chairId);
  expect(after.alerts[0]).toMatchObject({
    alertId: alert?.alertId,
    kind: alert?.kind,
    priority: alert?.priority,
    onsetAt: alert?.onsetAt,
    issuedAt: alert?.issuedAt,
  });
  expect({ ...after, visitId: after.visitId }).toMatchObject({
    visitId,
    patient: before.patient,
    phase: before.phase,
    entries: before.entries,
    link: { connected: false },
  });

  // The adapter sends again what was not acknowledged; to be sure, some of what was as well.
  const back = await adapterTo(second.port);
  const unanswered = sent.filter(({ seq }) => !stored.includes(seq));
  const answered = sent.filter(({ seq }) => stored.includes(seq)).slice(-50);
  const answers = await back.send([...unanswered, ...answered]);
  expect(answers.slice(0, unanswered.length).every(({ status }) => status !== 'refused')).toBe(true);
  expect(answers.slice(unanswered.length).every(({ status }) => status === 'duplicate')).toBe(true);

  // So does the page with its command.
  expect((await again.command(visitId, note, commandId)).ok).toBe(true);
  await second.stop();

  const journal = await openForTest(database);
  const events = await journal.read({ kind: 'visit', id: visitId });
  expect(seqsOf(events).toSorted((a, b) => a - b)).toEqual(sent.map(({ seq }) => seq));
  expect(events.filter(({ type }) => type === 'entry-recorded')).toHaveLength(1);
  expect(events.filter(({ type }) => type === 'watch-resumed')).toHaveLength(1);
  expect(await journal.verify({ kind: 'visit', id: visitId })).toMatchObject({ ok: true });
});

test('WS-44 a graceful stop tells the screens, answers what was asked, and loses nothing', async () => {
  const database = newDatabasePath();
  const server = await startChildServer(database);
  const chairId = await furnish(server.port);
  const adapter = await adapterTo(server.port);
  const nurse = await screenTo(server.port, 'nurse');
  await nurse.watch(chairId);
  const visitId = await nurse.open(chairId);
  const { stored, push } = streamOf(adapter);
  for (let i = 0; i < 4; i += 1) push();
  await nurse.until(() => stored.length > 20);
  await server.stop();
  await nurse.until((screen) => screen.stopping && !screen.raw.connected);

  const journal = await openForTest(database);
  const kept = new Set(seqsOf(await journal.read({ kind: 'visit', id: visitId })));
  expect(stored.filter((seq) => !kept.has(seq))).toEqual([]);
});

import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import type { ClinicalProtocol } from '#core/clinical-protocol.ts';
import type { VisitEvent } from '#core/event.ts';
import { publishedProtocols } from '#core/protocols/published.ts';
import type { WhatIfFilter, WhatIfView } from '#protocol/what-if.ts';
import type { VisitStream } from '../../server/journal/journal.ts';
import { openWhatIf } from '../../server/what-if/what-if.ts';
import type { WhatIf } from '../../server/what-if/what-if.ts';
import { newDatabasePath, openForTest } from '../support/journal-folder.ts';
import { withLimits } from '../support/other-limits.ts';
import { startTestClinic } from '../support/test-clinic.ts';
import type { TestScreen } from '../support/test-screen.ts';
import { infusingByWire } from '../support/visit-by-wire.ts';
import { watched } from '../support/watched-visit.ts';

const [own, esketamine] = publishedProtocols;
/** SpO2 of 88 is told no more. */
const laxer = withLimits(own, { 'spo2-low-medium': 86 });
/** And so is it, half a minute later. */
const slower: ClinicalProtocol = {
  ...own,
  version: own.version + 1,
  rules: own.rules.map((rule) => ({
    ...rule,
    levels: rule.levels.map((level) =>
      rule.alert === 'spo2-low' && level.priority === 'medium'
        ? { ...level, delayMs: 45_000, movedDelayMs: 45_000 }
        : level,
    ),
  })),
};
const DAY = 86_400_000;

/** A short visit, over: SpO2 of 88 for a minute. */
function short(
  visitId: string,
  days: number,
  more: { protocol?: ClinicalProtocol; imported?: true } = {},
): readonly VisitEvent[] {
  const { protocol = own, imported } = more;
  const visit = watched({ protocol, phase: protocol === own ? 'infusion' : 'baseline' });
  visit.steady(1, 20).steady(21, 80, 88).steady(81, 100);
  visit.record(101, { type: 'visit-ended', ending: 'transferred', byName: 'N. Okafor' });
  return visit.events.map((event) => {
    const moved = later(event, days);
    if (moved.type === 'reading-recorded') return { ...moved, source: { ...moved.source, epoch: visitId } };
    if (moved.type !== 'visit-opened') return moved;
    return { ...moved, visitId, ...(imported && { imported: { file: 'a.csv', sha256: 'ab'.repeat(32) } }) };
  });
}

/** Every instant of it so many days later. */
function later<T>(event: T, days: number): T {
  return JSON.parse(JSON.stringify(event), (_key, value: unknown) =>
    typeof value === 'number' && value > 1_700_000_000_000 ? value + days * DAY : value,
  ) as T;
}

async function databaseOf(visits: Readonly<Record<string, readonly VisitEvent[]>>): Promise<string> {
  const path = newDatabasePath();
  const journal = await openForTest(path);
  for (const [id, events] of Object.entries(visits)) {
    const stream: VisitStream = { kind: 'visit', id };
    await journal.append(stream, events).durable;
  }
  await journal.close(0);
  return path;
}

function deskOf(path: string, elapsed: () => number = () => 0): WhatIf {
  let ids = 0;
  const desk = openWhatIf(path, {
    log: { info: () => undefined, error: () => undefined } as never,
    now: () => 1_790_000_000_000,
    newId: () => `run-${(ids += 1)}`,
    threads: 1,
    elapsed,
  });
  onTestFinished(() => desk.close());
  return desk;
}

const all: WhatIfFilter = { protocolId: 'iv-ketamine-40', visits: 100 };
const look = (desk: WhatIf): WhatIfView => desk.look({ order: 'newest', after: 0, tellsWho: true });
const isOver = ({ run }: WhatIfView): boolean => run !== null && run.state !== 'running';
const over = async (desk: WhatIf): Promise<WhatIfView> => {
  await expect.poll(() => isOver(look(desk)), { timeout: 60_000 }).toBe(true);
  return look(desk);
};

test('REC-203 REC-206 visits of the protocol, newest first, each as it would have been; a broken one is named and skipped', async () => {
  const path = await databaseOf({
    first: short('first', 0),
    second: short('second', 1),
    broken: short('broken', 2),
    other: short('other', 3, { protocol: esketamine }),
    imported: short('imported', 4, { imported: true }),
    running: short('running', 5).slice(0, 50),
  });
  const db = new DatabaseSync(path);
  db.exec(
    "UPDATE events SET body = '{' WHERE type = 'infusion-started' AND stream = (SELECT stream FROM streams WHERE stream_id = 'broken')",
  );
  db.close();
  const desk = deskOf(path);
  expect(look(desk).run).toBeNull();
  expect(desk.start({ protocol: laxer, filter: all, byName: 'Dr. Ruiz' })).toMatchObject({ ok: true });
  // One at a time for the clinic.
  expect(desk.start({ protocol: own, filter: all, byName: 'A. Lind' })).toMatchObject({
    ok: false,
    refusal: { code: 'conflict', message: expect.stringContaining('Dr. Ruiz started a what-if') as string },
  });
  const { run, sums, visits, broken: left, next } = await over(desk);
  expect(run).toMatchObject({ state: 'done', total: 3, fitting: 3, done: 3, byName: 'Dr. Ruiz' });
  expect(visits.map(({ visitId }) => visitId)).toEqual(['second', 'first']);
  expect(left.map(({ visitId }) => visitId)).toEqual(['broken']);
  expect(next).toBeNull();
  expect(sums).toMatchObject({ visits: 2, changedVisits: 2, newlyMissed: 2, trueEvents: 2 });
  expect(visits[0]).toMatchObject({
    changed: [{ before: { kind: 'spo2-low', priority: 'medium' }, after: { priority: 'low' } }],
    missed: [{ kind: 'spo2-low', worst: 88, heardBefore: true, heardAfter: false }],
  });
  // The next one takes its place.
  const imported = { ...all, imported: 'only' } as const;
  expect(desk.start({ protocol: laxer, filter: imported, byName: 'A. Lind' }).ok).toBe(true);
  expect((await over(desk)).visits.map((each) => [each.visitId, each.imported])).toEqual([['imported', true]]);
  expect(desk.start({ protocol: laxer, filter: { ...all, imported: 'with', visits: 2 }, byName: 'A. Lind' }).ok).toBe(
    true,
  );
  expect((await over(desk)).run).toMatchObject({ total: 2, fitting: 4 });
});

test('REC-232 how long it took is told in real time, not in the clinic’s', async () => {
  let real = 500;
  const desk = deskOf(await databaseOf({ first: short('first', 0) }), () => real);
  expect(desk.start({ protocol: laxer, filter: all, byName: 'Dr. Ruiz' })).toMatchObject({
    ok: true,
    value: { tookMs: 0 },
  });
  real = 2_500;
  expect(look(desk).run).toMatchObject({ state: 'running', tookMs: 2_000 });
  await over(desk);
  real = 9_000;
  expect(look(desk).run).toMatchObject({ state: 'done', tookMs: 2_000 });
});

test('REC-207 a cancelled one keeps what was done; a server that stops ends it', async () => {
  const desk = deskOf(await databaseOf({ first: short('first', 0) }));
  const started = desk.start({ protocol: laxer, filter: all, byName: 'Dr. Ruiz' });
  if (!started.ok) throw new Error(started.refusal.message);
  expect(await desk.cancel('another')).toMatchObject({ ok: false, refusal: { code: 'not-found' } });
  const cancelled = await desk.cancel(started.value.runId);
  expect(cancelled).toMatchObject({ ok: true, value: { state: 'cancelled' } });
  const { run, visits } = look(desk);
  expect(visits.length).toBe(run?.done);
  expect(desk.start({ protocol: laxer, filter: all, byName: 'Dr. Ruiz' }).ok).toBe(true);
  await desk.close();
  expect(look(desk).run?.state).toBe('cancelled');
  expect(desk.start({ protocol: laxer, filter: all, byName: 'Dr. Ruiz' })).toMatchObject({ ok: false });
});

test('REC-208 WS-213 by wire: a provider is told whose visits they were, an administrator is not, a nurse nothing', async () => {
  const clinic = await startTestClinic({ chairs: 1 });
  onTestFinished(() => clinic.close());
  const { visitId, nurse, adapter } = await infusingByWire(clinic);
  await clinic.pass(60_000, () => adapter.spo2(88));
  await clinic.pass(20_000, () => adapter.spo2(98));
  await nurse.give(visitId, { type: 'infusion:end', reason: 'completed', minutesAgo: 0 });
  await nurse.give(visitId, { type: 'visit:end', ending: 'transferred', reason: 'to the ward' });
  await clinic.clinic.drained();
  const provider = await (await clinic.screen()).choose('provider');
  const administrator = await (await clinic.screen()).choose('administrator');
  const protocol = withLimits(own, { 'spo2-low-medium': 86 });
  const asked = { protocol, filter: all };
  expect(await nurse.request('what-if:start', asked)).toMatchObject({ ok: false, refusal: { code: 'not-allowed' } });
  const lower = { ...protocol, technical: { ...protocol.technical, staleMs: 11_000 } };
  expect(await provider.request('what-if:start', { ...asked, protocol: lower })).toMatchObject({
    ok: false,
    refusal: { code: 'out-of-range' },
  });
  expect(await provider.request('what-if:start', asked)).toMatchObject({ ok: true });
  const view = async (screen: TestScreen): Promise<WhatIfView> => {
    const answer = await screen.request('what-if:watch', { order: 'most-changed', after: 0 });
    if (!answer.ok) throw new Error(answer.refusal.message);
    return answer.data;
  };
  await expect.poll(async () => isOver(await view(provider)), { timeout: 60_000 }).toBe(true);
  const told = await view(provider);
  expect(told.sums).toMatchObject({ visits: 1, newlyMissed: 1 });
  expect(told.visits).toMatchObject([{ visitId, patientName: expect.any(String) as string }]);
  expect((await view(administrator)).visits).toMatchObject([{ visitId: null, patientName: null, missed: [{}] }]);
  expect(await nurse.request('what-if:watch', { order: 'newest', after: 0 })).toMatchObject({ ok: false });
  // Written behind what the journal has by now.
  await clinic.clinic.drained();
  await clinic.journal.putDevicesSeen('{}').durable;
  const audit = await administrator.request('audit:list', { filter: {} });
  if (!audit.ok) throw new Error(audit.refusal.message);
  expect(audit.data.lines.filter(({ what }) => what === 'Ran a what-if over past visits')).toMatchObject([
    { who: expect.stringContaining('Ruiz') as string },
  ]);
});

test('REC-204 REC-231 vigil what-if: a line for each visit, the sums, and an exit code that says whether anything would be missed, lower or later', async () => {
  const path = await databaseOf({ first: short('first', 0) });
  const file = join(path, '..', 'laxer.json');
  const cli = (...args: string[]) =>
    spawnSync(process.execPath, ['server/cli/vigil.js', 'what-if', file, '--database', path, ...args], {
      encoding: 'utf8',
    });
  writeFileSync(file, JSON.stringify(laxer));
  const table = cli();
  expect([table.status, table.stdout]).toEqual([1, expect.stringContaining('NEWLY MISSED: 1') as string]);
  expect(table.stdout).toContain('first');
  writeFileSync(file, JSON.stringify(slower));
  const later = cli();
  expect([later.status, later.stdout]).toEqual([1, expect.stringContaining('LOWER OR LATER: 1') as string]);
  expect(later.stdout).toContain('NEWLY MISSED: 0');
  writeFileSync(file, JSON.stringify(own));
  expect([cli().status, cli().stdout]).toEqual([0, expect.stringContaining('LOWER OR LATER: 0') as string]);
  writeFileSync(file, JSON.stringify(laxer));
  const [line, sums] = cli('--json').stdout.trim().split('\n');
  expect(JSON.parse(line ?? '')).toMatchObject({ visitId: 'first', missed: [{ kind: 'spo2-low' }] });
  expect(JSON.parse(sums ?? '')).toMatchObject({ sums: { visits: 1, newlyMissed: 1 }, broken: 0 });
  writeFileSync(file, JSON.stringify({ ...own, rules: 'none' }));
  expect(cli().status).toBe(2);
});

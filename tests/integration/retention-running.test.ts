/** The running server lets go what the clinic's rule does not keep. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ManualClock } from '../../server/clock.ts';
import { auditFile } from '../../server/keeping/audit.ts';
import { sealFiles } from '../../server/keeping/besides.ts';
import { makeSeal } from '../../server/keeping/make-seal.ts';
import { readSealKey } from '../../server/keeping/seal-key.ts';
import { openToWrite } from '../../server/waveforms/schema.ts';
import { waveformPath } from '../../server/waveforms/open-waveforms.ts';
import { noted, visit } from '../support/journal-events.ts';
import { openForTest } from '../support/journal-folder.ts';
import { DAY, NAMES, NOW, oldClinic, OLD, opened } from '../support/old-clinic.ts';
import { startTestClinic } from '../support/test-clinic.ts';
import type { TestClinic } from '../support/test-clinic.ts';

async function started(sealed?: readonly number[]): Promise<TestClinic> {
  const { database } = await oldClinic(sealed);
  const clinic = await startTestClinic({
    folder: database.replace(/\/vigil\.db$/, ''),
    clock: new ManualClock(NOW + 1_000),
  });
  onTestFinished(() => clinic.close({ keep: true }));
  return clinic;
}

const retentionOf = ({ attached }: TestClinic) => {
  if (!attached.retention) throw new Error('It keeps nothing.');
  return attached.retention;
};
const visits = ({ journal }: TestClinic) =>
  journal
    .streams()
    .flatMap(({ stream }) => (stream.kind === 'visit' ? stream.id : []))
    .toSorted();

function audited({ folder }: TestClinic) {
  const files = sealFiles(join(folder, 'vigil.db'));
  const key = readSealKey(files.key);
  const audit = auditFile(files.database, { keys: key.ok && key.value ? [key.value] : [], text: files.text });
  if (!audit.ok) throw new Error(audit.message);
  return audit.value;
}

describe('JR-87 a running server removes by the rule, in its writer’s thread', () => {
  test('JR-87 visits, names, plans and waves go, what is recorded meanwhile is all there, and it is sealed', async () => {
    const clinic = await started();
    const waves = waveformPath(join(clinic.folder, 'vigil.db'));
    const retention = retentionOf(clinic);
    expect(await retention.view()).toMatchObject({
      rule: { visitYears: 10, auditYears: 6, byName: 'Ada Moll' },
      going: { visits: 3, audits: 0, patients: 2 },
      kept: { held: 1, openOrder: 1 },
      waits: null,
      lastRun: null,
    });
    const opening = openToWrite(waves);
    if (!opening.ok) throw new Error(opening.refusal.message);
    opening.value.exec(
      "INSERT INTO sources VALUES (9, 'old', 'n', 75, 255, 1); INSERT INTO waves VALUES (9, 5, x'0102')",
    );
    opening.value.close();

    const run = retention.run();
    const meanwhile: Promise<void>[] = [];
    for (let each = 0; each < 40; each++) {
      meanwhile.push(clinic.journal.append(visit('young'), [noted(`meanwhile ${each}`, NOW)]).durable);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await run).toMatchObject({ removed: 5, trouble: null });
    await Promise.all(meanwhile);
    expect(visits(clinic)).toEqual(['held', 'ordered', 'running', 'young']);
    expect(clinic.journal.getPatient('p-old')).toBeUndefined();
    expect(clinic.journal.getPatient('p-shared')?.name).toBe(NAMES['p-shared']);
    expect(await clinic.journal.verify(visit('young'))).toEqual({ ok: true, rows: 46 });
    expect(await clinic.waveforms.spans('old')).toMatchObject({ spans: [] });
    expect(audited(clinic)).toMatchObject({ findings: [], unchecked: [], holding: { removed: 5 } });
    expect(audited(clinic).holding.lastSeal?.cause).toBe('retention');
    expect(await retention.run()).toMatchObject({ removed: 0, trouble: null });

    const database = join(clinic.folder, 'vigil.db');
    await clinic.close({ keep: true });
    const bytes = readFileSync(database);
    for (const text of [NAMES['p-old'], NAMES['p-never'], 'a secret of old'])
      expect(bytes.includes(text), text).toBe(false);
    expect(bytes.includes(NAMES['p-shared'])).toBe(true);
    expect((await openForTest(database)).streams().filter(({ stream }) => stream.id === 'old')).toEqual([]);
  });

  test('JR-87 a patient who is here under an old name stays; and the plan of one who may still come', async () => {
    const clinic = await started();
    void clinic.journal.append(visit('today'), [opened('today', 'p-old', NOW)]);
    await retentionOf(clinic).run();
    expect(clinic.journal.getPatient('p-old')?.name).toBe(NAMES['p-old']);
    expect(clinic.journal.getPatient('p-never')).toBeUndefined();
    await clinic.close({ keep: true });
    expect((await openForTest(join(clinic.folder, 'vigil.db'))).getPatient('p-old')?.name).toBe(NAMES['p-old']);
  });

  test('JR-87 nobody is forgotten who is here, or whose plan is open; a plan that was cancelled holds nobody', async () => {
    const clinic = await started();
    const from = NOW - 3_653 * DAY;
    expect(clinic.clinic.mayForget('p-running', from)).toBe(false);
    expect(clinic.clinic.mayForget('p-old', from)).toBe(true);
    const by = { kind: 'staff', staffId: 's', name: 'Rosa Lind', role: 'nurse', screenId: 'x' } as const;
    const plan = {
      ...{ chairId: clinic.chair(1).chairId, startsAt: NOW + DAY, lengthMs: 7_200_000 },
      ...{ protocolId: 'iv-ketamine-40', setUp: {} },
    };
    const patient = { name: 'Expected Tomorrow', birthDate: '1980-01-02' };
    expect(await clinic.clinic.siteCommand({ type: 'plan:make', plan, patient }, { actor: by })).toMatchObject({
      ok: true,
    });
    const [planned] = clinic.clinic.schedule({ from: NOW, before: NOW + 2 * DAY }).plans;
    const patientId = planned?.patient?.patientId ?? '';
    expect(clinic.clinic.mayForget(patientId, from)).toBe(false);
    const planId = planned?.planId ?? '';
    await clinic.clinic.siteCommand({ type: 'plan:cancel', planId, reason: 'moved away' }, { actor: by });
    expect(clinic.clinic.mayForget(patientId, from)).toBe(true);
    clinic.clinic.forgot(patientId);
    expect(clinic.clinic.schedule({ from: NOW, before: NOW + 2 * DAY }).plans).toEqual([]);
  });

  test.each([
    ['the clock cannot be trusted', [], 'Vigil ran on 0 of the 14 days'],
    ['the key is gone', [3, 2, 1], 'nothing is removed'],
  ])('JR-85 %s: nothing goes, and that is told', async (what, sealed, trouble) => {
    const clinic = await started(sealed);
    const files = sealFiles(join(clinic.folder, 'vigil.db'));
    if (what === 'the key is gone') renameSync(files.key, `${files.key}.away`);
    else makeSeal({ ...files, text: `${files.text}.x` }, { at: NOW - 40 * DAY, cause: 'hourly' });
    const before = visits(clinic);
    expect(await retentionOf(clinic).run()).toMatchObject({
      removed: 0,
      trouble: expect.stringContaining(trouble) as string,
    });
    expect(visits(clinic)).toEqual(before);
  });
});

test('JR-87 a waveform file that cannot be used holds nothing up', async () => {
  const { database } = await oldClinic();
  writeFileSync(waveformPath(database), 'no database at all, and long enough to be seen as none'.repeat(100));
  const clinic = await startTestClinic({ folder: dirname(database), clock: new ManualClock(NOW + 1_000) });
  onTestFinished(() => clinic.close({ keep: true }));
  expect(await retentionOf(clinic).run()).toMatchObject({ removed: 5, trouble: null });
});

function putWaves({ folder }: TestClinic, source: number, visitId: string): void {
  const opening = openToWrite(waveformPath(join(folder, 'vigil.db')));
  if (!opening.ok) throw new Error(opening.refusal.message);
  opening.value.exec(
    `INSERT INTO sources VALUES (${source}, '${visitId}', 'n', 75, 255, 1); INSERT INTO waves VALUES (${source}, ${NOW}, x'0102')`,
  );
  opening.value.close();
}

test('JR-82 waves of a visit that turns out to stay are not touched; those a killed run left go with the next one', async () => {
  const clinic = await started();
  for (const [index, visitId] of ['old', 'shared'].entries()) putWaves(clinic, 20 + index, visitId);
  const left = (): unknown[] => {
    const db = new DatabaseSync(waveformPath(join(clinic.folder, 'vigil.db')), { readOnly: true });
    const rows = db.prepare('SELECT visit_id AS id FROM sources JOIN waves USING (source) ORDER BY id').all();
    db.close();
    return rows.map((row) => row['id']);
  };
  const by = { kind: 'staff', staffId: 's', name: 'Ada Moll', role: 'administrator', screenId: 'x' } as const;
  const run = retentionOf(clinic).run();
  // It was in the plan, and is held before its turn comes.
  void clinic.clinic.siteCommand({ type: 'visit:hold', visitId: 'old', reason: 'a claim' }, { actor: by });
  expect(await run).toMatchObject({ trouble: null });
  expect(visits(clinic)).toContain('old');
  expect(left()).toEqual(['old']);
  putWaves(clinic, 30, 'shared');
  expect(left()).toEqual(['old', 'shared']);
  await retentionOf(clinic).run();
  expect(left()).toEqual(['old']);
});

test('JR-96 a rule that was shortened waits 7 days, and that is told; taken back, nothing went', async () => {
  const clinic = await started();
  const before = visits(clinic);
  const by = { kind: 'staff', staffId: 's', name: 'Ada Moll', role: 'administrator', screenId: 'x' } as const;
  const set = (visitYears: number | null) =>
    clinic.clinic.siteCommand({ type: 'retention:set', visitYears, auditYears: null }, { actor: by });
  await set(1);
  expect(await retentionOf(clinic).view()).toMatchObject({
    waits: expect.stringContaining('nothing is removed under it before 2026-11-28') as string,
  });
  expect(await retentionOf(clinic).run()).toMatchObject({
    removed: 0,
    trouble: expect.stringContaining('can still be taken back') as string,
  });
  await set(null);
  expect(await retentionOf(clinic).run()).toMatchObject({ removed: 0, trouble: null });
  expect(visits(clinic)).toEqual(before);
});

describe('JR-77 holding a visit', () => {
  test('JR-77 of the record alone; it stays, and goes once it is released', async () => {
    const clinic = await started();
    const by = { kind: 'staff', staffId: 's', name: 'Ada Moll', role: 'administrator', screenId: 'x' } as const;
    const give = (command: Parameters<typeof clinic.clinic.siteCommand>[0]) =>
      clinic.clinic.siteCommand(command, { actor: by });
    expect(await give({ type: 'visit:hold', visitId: 'nobody', reason: 'x' })).toMatchObject({ ok: false });
    expect(await give({ type: 'visit:hold', visitId: 'old', reason: 'a claim' })).toMatchObject({ ok: true });
    expect(await give({ type: 'visit:release', visitId: 'held' })).toMatchObject({ ok: true });
    await retentionOf(clinic).run();
    expect(visits(clinic)).toEqual(['old', 'ordered', 'running', 'young']);
    expect(await give({ type: 'visit:hold', visitId: 'held', reason: 'too late' })).toMatchObject({
      ok: false,
      refusal: { code: 'not-found' },
    });
  });
});

describe('JR-88 the history of a removed visit', () => {
  test('JR-88 the list has it no more, and a link to it says when it went and by which rule', async () => {
    const clinic = await started();
    const nurse = await (await clinic.screen()).choose('nurse');
    const ids = async () => {
      const page = await nurse.request('history:list', { filter: {} });
      return page.ok ? page.data.visits.map(({ visitId }) => visitId).toSorted() : page;
    };
    expect(await ids()).toEqual(['held', 'old', 'older', 'ordered', 'shared', 'young']);
    await retentionOf(clinic).run();
    expect(await ids()).toEqual(['held', 'ordered', 'young']);
    expect(await nurse.request('history:visit', { visitId: 'old' })).toMatchObject({
      refusal: {
        code: 'not-found',
        message: 'This visit was removed on 21 November 2026 after 10 years, by the clinic’s rule.',
      },
    });
    expect(await nurse.request('history:events', { visitId: 'old', after: 0 })).toMatchObject({ ok: false });
    expect(await nurse.request('history:visit', { visitId: 'never' })).toMatchObject({
      refusal: { message: expect.stringContaining('There is no such visit') as string },
    });
    expect(OLD).toBeLessThan(NOW);
  });
});

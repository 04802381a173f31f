/** What the clinic's rule lets go, on a database that no server runs on. The running server: retention-running.test.ts. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { link } from '../../server/journal/hash-chain.ts';
import { openJournal } from '../../server/journal/open-journal.ts';
import { backUp } from '../../server/keeping/backup.ts';
import type { SealFiles } from '../../server/keeping/besides.ts';
import { restore } from '../../server/keeping/restore.ts';
import { retain } from '../../server/keeping/retain.ts';
import type { Retained, RetainOptions } from '../../server/keeping/retain.ts';
import { openToWrite } from '../../server/waveforms/schema.ts';
import { waveformPath } from '../../server/waveforms/open-waveforms.ts';
import { noted, read, visit } from '../support/journal-events.ts';
import { openForTest } from '../support/journal-folder.ts';
import { DAY, NAMES, NOW, OLD, oldClinic, RULE_SET, ruleSet } from '../support/old-clinic.ts';
import { runKeeping } from '../support/run-keeping.ts';
import { auditOf, byHand, keyAt, sealAt, SITE } from '../support/sealed-journal.ts';

const LEFT = ['held', 'ordered', 'running', 'young'];

function retained(files: SealFiles, more: Partial<RetainOptions> = {}): Retained {
  const made = retain({ files, apply: true, at: NOW, ...more });
  if (!made.ok) throw new Error(made.message);
  return made.value;
}

function rowsOf<T>(path: string, sql: string): T[] {
  const db = new DatabaseSync(path, { readOnly: true });
  const rows = db.prepare(sql).all() as T[];
  db.close();
  return rows;
}
const visitsIn = ({ database }: SealFiles): string[] =>
  rowsOf<{ id: string }>(database, "SELECT stream_id AS id FROM streams WHERE kind = 'visit' ORDER BY stream_id").map(
    ({ id }) => id,
  );
const patientsIn = ({ database }: SealFiles): string[] =>
  rowsOf<{ id: string }>(database, 'SELECT patient_id AS id FROM patients ORDER BY patient_id').map(({ id }) => id);

/** Whether these bytes are anywhere in the database's files. */
const holds = ({ database }: SealFiles, text: string): boolean =>
  ['', '-wal'].some((suffix) => {
    try {
      return readFileSync(`${database}${suffix}`).includes(text);
    } catch {
      return false;
    }
  });

describe('JR-78 what is older than the rule goes as a whole stream and leaves a tombstone', () => {
  test('JR-78 visits, the names and plans of nobody else; and the audit finds all of it as it was written', async () => {
    const files = await oldClinic();
    const before = rowsOf<{ seq: number; hash: Uint8Array }>(
      files.database,
      "SELECT head_seq AS seq, head_hash AS hash FROM streams WHERE stream_id = 'old'",
    )[0];
    const { plan, removed } = retained(files);
    expect(plan.visits).toEqual(['older', 'old', 'shared']);
    expect(removed).toEqual({ visit: 3, audit: 0, patient: 2 });
    expect(visitsIn(files)).toEqual(LEFT);
    const bodies = rowsOf<{ body: string }>(
      files.database,
      "SELECT body FROM events WHERE type = 'stream-removed' ORDER BY seq",
    ).map(({ body }) => JSON.parse(body) as { kind: string; id: string });
    expect(bodies.map(({ kind, id }) => `${kind} ${id}`)).toEqual([
      ...['visit older', 'visit old', 'visit shared', 'patient p-never', 'patient p-old'],
    ]);
    expect(bodies[1]).toMatchObject({
      ...{ firstAt: OLD, lastAt: OLD + 3_000, how: 'command', key: keyAt(files).fingerprint },
      ...{ seq: before?.seq, hash: Buffer.from(before?.hash ?? []).toString('hex') },
      rule: { years: 10, setAt: RULE_SET, byName: 'Ada Moll' },
      mac: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    });
    expect(auditOf(files)).toMatchObject({ findings: [], unchecked: [], holding: { removed: 5, visits: 4 } });
    expect(auditOf(files).holding.lastSeal).toMatchObject({ cause: 'retention', at: NOW });
  });

  test('JR-78 the day counts: a visit of ten years ago to the millisecond stays', async () => {
    const at = Date.UTC(2026, 10, 20, 12, 0, 3);
    const files = await oldClinic();
    const plan = (now: number) => {
      const looked = retain({ files, apply: false, at: now });
      return looked.ok ? looked.value.plan.visits : looked.message;
    };
    // The newest in the record is of NOW: an earlier wall clock is not believed.
    expect(plan(at)).toEqual(['older', 'old', 'shared']);
    byHand(files.database, `UPDATE streams SET last_at = ${Date.UTC(2016, 10, 21, 12)} WHERE stream_id = 'old'`);
    expect(plan(NOW)).toEqual(['older', 'shared']);
    expect(plan(NOW + 1)).toEqual(['older', 'shared', 'old']);
  });

  test('JR-80 while nobody can read whose one visit is, all names stay', async () => {
    const files = await oldClinic();
    byHand(files.database, "UPDATE events SET body = 'spoilt' WHERE type = 'visit-opened' AND body LIKE '%p-shared%'");
    expect(retained(files).removed).toMatchObject({ visit: 3, patient: 0 });
    expect(patientsIn(files)).toHaveLength(3);
  });

  test('JR-80 the name goes with the person’s last visit, and not before', async () => {
    const files = await oldClinic();
    expect(patientsIn(files)).toEqual(['p-never', 'p-old', 'p-shared']);
    retained(files);
    expect(patientsIn(files)).toEqual(['p-shared']);
    const journal = await openForTest(files.database);
    expect(journal.getPatient('p-old')).toBeUndefined();
    expect(journal.loadPlans(0)).toEqual([]);
  });
});

describe('JR-78 the days of the audit have years of their own', () => {
  test('JR-78 those older than the audit’s rule go, each with its tombstone', async () => {
    const files = await oldClinic();
    const journal = await openForTest(files.database);
    const actor = { kind: 'system' } as const;
    for (const day of ['2020-11-20', '2020-11-21', '2026-11-20']) {
      const at = Date.parse(`${day}T15:00:00Z`);
      await journal.append({ kind: 'audit', id: day }, [
        { type: 'locked', why: 'idle', from: { kind: 'server' }, at, actor },
      ]).durable;
    }
    await journal.close();
    sealAt(files, NOW);
    const { plan, removed } = retained(files);
    expect([plan.audits, removed?.audit]).toEqual([['2020-11-20'], 1]);
    const days = rowsOf(files.database, "SELECT stream_id AS day FROM streams WHERE kind = 'audit' ORDER BY day");
    expect(days).toEqual([{ day: '2020-11-21' }, { day: '2026-11-20' }]);
    expect(auditOf(files)).toMatchObject({ findings: [], unchecked: [], holding: { removed: 6 } });
  });
});

describe('JR-79 what is never removed', () => {
  test('JR-79 a visit without an end, with an order nobody co-signed, held or younger; the site’s own stream', async () => {
    const files = await oldClinic();
    const { plan } = retained(files);
    expect(plan.kept).toEqual({ held: 1, openOrder: 1, notEnded: 1 });
    expect(visitsIn(files)).toEqual(LEFT);
    expect(rowsOf(files.database, "SELECT 1 FROM streams WHERE kind = 'site'")).toHaveLength(1);
    // A second time nothing is left to go.
    expect(retained(files).removed).toEqual({ visit: 0, audit: 0, patient: 0 });
  });

  test('JR-79 co-signed and released they go', async () => {
    const files = await oldClinic();
    const journal = await openForTest(files.database);
    const actor = { kind: 'system' } as const;
    journal.append(visit('ordered'), [{ type: 'order-cosigned', orderId: 'o1', byName: 'Dr', at: OLD + 4_000, actor }]);
    await journal.append({ kind: 'site', id: SITE }, [
      { type: 'visit-released', visitId: 'held', byName: 'Ada Moll', at: NOW, actor },
    ]).durable;
    await journal.close();
    expect(retained(files).plan.visits).toEqual(['older', 'held', 'old', 'ordered', 'shared'].toSorted(byAge));
    expect(auditOf(files)).toMatchObject({ findings: [], unchecked: [] });
  });

  test('REC-149 a visit whose record was signed or added to since counts its years from there', async () => {
    const files = await oldClinic();
    const journal = await openForTest(files.database);
    const actor = { kind: 'system' } as const;
    const signed = (id: string, at: number) =>
      journal.append(visit(id), [{ type: 'record-closed', byName: 'Rosa', contradictions: [], at, actor }]).durable;
    await Promise.all([signed('old', NOW - DAY), signed('older', OLD + 5_000)]);
    await journal.close();
    expect(retained(files).plan.visits).toEqual(['shared', 'older']);
    expect(auditOf(files)).toMatchObject({ findings: [], unchecked: [] });
  });

  test('JR-76 without a rule nothing', async () => {
    const files = await oldClinic();
    const journal = await openForTest(files.database);
    await journal.append({ kind: 'site', id: SITE }, [
      ...[{ type: 'retention-set', visitYears: null, auditYears: null, byName: 'Ada', at: NOW } as const].map(
        (event) => ({ ...event, actor: { kind: 'system' } as const }),
      ),
    ]).durable;
    await journal.close();
    const before = visitsIn(files);
    expect(retained(files)).toMatchObject({ rule: undefined, removed: undefined });
    expect(visitsIn(files)).toEqual(before);
  });
});

const ORDER = ['older', 'old', 'shared', 'held', 'ordered'];
const byAge = (a: string, b: string): number => ORDER.indexOf(a) - ORDER.indexOf(b);

describe('JR-83 the bytes are gone', () => {
  test('JR-83 names and what was written of a removed visit are in no page of the file any more', async () => {
    const files = await oldClinic();
    for (const text of [NAMES['p-old'], 'a secret of old']) expect(holds(files, text)).toBe(true);
    retained(files);
    for (const text of [NAMES['p-old'], NAMES['p-never'], 'a secret of old', 'a secret of shared'])
      expect(holds(files, text), text).toBe(false);
    for (const text of [NAMES['p-shared'], 'a secret of young', 'a secret of held'])
      expect(holds(files, text), text).toBe(true);
  });

  test('JR-83 so are its waves', async () => {
    const files = await oldClinic();
    const waves = waveformPath(files.database);
    const opened = openToWrite(waves);
    if (!opened.ok) throw new Error(opened.refusal.message);
    opened.value.exec(`INSERT INTO sources VALUES (1, 'old', 'n', 75, 255, 1), (2, 'young', 'n', 75, 255, 1);
      INSERT INTO waves VALUES (1, 5, CAST('a wave of old' AS BLOB)), (2, 5, CAST('a wave of young' AS BLOB))`);
    opened.value.close();
    retained(files);
    expect(readFileSync(waves).includes('a wave of old')).toBe(false);
    expect(rowsOf(waves, 'SELECT visit_id FROM sources JOIN waves USING (source)')).toEqual([{ visit_id: 'young' }]);
  });
});

describe('JR-82 a removal that is killed leaves each stream whole, or gone with its tombstone', () => {
  test.each(['waves', 'visit 1', 'patient 1', 'overwritten'])(
    'JR-82 killed after "%s"; the same again then does the rest',
    async (killAfter) => {
      const files = await oldClinic();
      const options = { files, apply: true, at: NOW };
      expect(await runKeeping({ task: 'retain', options, killAfter })).toBe('SIGKILL');
      expect(auditOf(files)).toMatchObject({ findings: [], unchecked: [] });
      const opened = await openJournal(files.database);
      if (!opened.ok) throw new Error(opened.refusal.message);
      await opened.value.close();
      retained(files);
      expect(visitsIn(files)).toEqual(LEFT);
      expect(patientsIn(files)).toEqual(['p-shared']);
      expect(auditOf(files)).toMatchObject({ findings: [], unchecked: [], holding: { removed: 5 } });
      expect(holds(files, NAMES['p-old'])).toBe(false);
    },
  );

  test('JR-82 killed between the visits and their waves: the next run finishes the waves, and those of visits that stay are there', async () => {
    const files = await oldClinic();
    const waves = waveformPath(files.database);
    const opened = openToWrite(waves);
    if (!opened.ok) throw new Error(opened.refusal.message);
    opened.value.exec(`INSERT INTO sources VALUES (1, 'old', 'n', 75, 255, 1), (2, 'held', 'n', 75, 255, 1);
      INSERT INTO waves VALUES (1, 5, x'01'), (2, 5, x'02')`);
    opened.value.close();
    const left = () => rowsOf<{ id: string }>(waves, 'SELECT visit_id AS id FROM sources').map(({ id }) => id);
    const options = { files, apply: true, at: NOW };
    expect(await runKeeping({ task: 'retain', options, killAfter: 'visit 1' })).toBe('SIGKILL');
    expect(left()).toEqual(['old', 'held']);
    retained(files);
    expect(left()).toEqual(['held']);
    const again = openToWrite(waves);
    if (!again.ok) throw new Error(again.refusal.message);
    again.value.exec(
      "INSERT INTO sources VALUES (3, 'older', 'n', 75, 255, 1); INSERT INTO waves VALUES (3, 5, x'01')",
    );
    again.value.close();
    // All visits are gone already: what a run left that was killed before the waves goes with the next one.
    retained(files);
    expect(left()).toEqual(['held']);
  });

  test('JR-82 of a disk that refuses in the middle of one nothing of it is changed', async () => {
    const files = await oldClinic();
    byHand(
      files.database,
      `CREATE TRIGGER refuse BEFORE DELETE ON readings WHEN old.stream = (SELECT stream FROM streams WHERE stream_id = 'old')
       BEGIN SELECT RAISE(ABORT, 'no'); END`,
    );
    expect(retain({ files, apply: true, at: NOW })).toMatchObject({ ok: false, exit: 2 });
    byHand(files.database, 'DROP TRIGGER refuse');
    expect(visitsIn(files)).toContain('old');
    expect(visitsIn(files)).not.toContain('older');
    expect(auditOf(files)).toMatchObject({ findings: [], unchecked: [], holding: { removed: 1 } });
  });
});

describe('JR-81 an audit names a stream that is gone without a tombstone, and a tombstone that is not as it was made', () => {
  const bodyOf = (files: SealFiles, seq: number) =>
    JSON.parse(
      rowsOf<{ body: string }>(
        files.database,
        `SELECT body FROM events WHERE type = 'stream-removed' AND seq = ${seq}`,
      )[0]?.body ?? '',
    ) as { id: string; kind: string; mac: string };

  /** By somebody who has the database and not the key: each row, the chain and the head as Vigil would make them. */
  function rewriteTombstones(
    files: SealFiles,
    change: (bodies: Record<string, unknown>[]) => Record<string, unknown>[],
  ) {
    const db = new DatabaseSync(files.database, { enableForeignKeyConstraints: false });
    const rows = db.prepare("SELECT * FROM events WHERE type = 'stream-removed' ORDER BY seq").all() as {
      stream: number;
      at: number;
      actor: string;
      body: string;
    }[];
    const [first] = rows;
    if (!first) throw new Error('no tombstones');
    const bodies = change(rows.map(({ body }) => JSON.parse(body) as Record<string, unknown>));
    db.exec(`DELETE FROM events WHERE stream = ${first.stream}`);
    let before = '0'.repeat(64);
    for (const [index, body] of bodies.entries()) {
      const row = { stream: { kind: 'tombstones', id: SITE }, type: 'stream-removed', version: 1 } as const;
      const { at, actor } = rows[index] ?? first;
      before = link(SITE, before, { table: 'events', ...row, seq: index + 1, at, actor, body: JSON.stringify(body) });
      db.prepare('INSERT INTO events VALUES (?, ?, ?, 1, ?, ?, ?, ?)').run(
        ...[first.stream, index + 1, row.type, at, actor, JSON.stringify(body), Buffer.from(before, 'hex')],
      );
    }
    db.prepare('UPDATE streams SET head_seq = ?, head_hash = ? WHERE stream = ?').run(
      ...[bodies.length, Buffer.from(before, 'hex'), first.stream],
    );
    db.exec('DELETE FROM seals WHERE seal > 3');
    db.close();
  }
  const messages = (files: SealFiles) =>
    auditOf({ ...files, text: `${files.text}.none` }).findings.map((f) => f.message);

  const forget = (id: string) =>
    `DELETE FROM events WHERE stream = (SELECT stream FROM streams WHERE stream_id = '${id}');
     DELETE FROM readings WHERE stream = (SELECT stream FROM streams WHERE stream_id = '${id}');
     DELETE FROM streams WHERE stream_id = '${id}'`;

  test('JR-81 a visit deleted by hand', async () => {
    const files = await oldClinic();
    retained(files);
    byHand(files.database, forget('young'));
    expect(messages(files)).toEqual([
      expect.stringMatching(/^Row 1 of visit young is missing: the whole stream is gone, seal \d+ of .* holds 6 rows/),
    ]);
  });

  test('JR-81 one with a forged tombstone, its chain made anew: the code does not fit', async () => {
    const files = await oldClinic();
    retained(files);
    byHand(files.database, forget('young'));
    rewriteTombstones(files, (bodies) => [...bodies, { ...bodies[0], id: 'young' }]);
    expect(messages(files)).toContain(
      'Tombstone 6, of visit young, is not as it was made: its code does not fit what it says.',
    );
    expect(messages(files).some((each) => each.startsWith('Row 1 of visit young is missing'))).toBe(true);
  });

  test('JR-81 a tombstone changed: by whose rule', async () => {
    const files = await oldClinic();
    retained(files);
    rewriteTombstones(files, (bodies) =>
      bodies.map((body, index) => (index === 1 ? { ...body, rule: { years: 1, setAt: 0, byName: 'Eve' } } : body)),
    );
    expect(messages(files)).toContainEqual(expect.stringContaining('Tombstone 2, of visit old, is not as it was made'));
  });

  test('JR-81 a tombstone deleted: with its chain as it stood, and with all made anew', async () => {
    const files = await oldClinic();
    retained(files);
    const { id } = bodyOf(files, 2);
    byHand(files.database, "DELETE FROM events WHERE type = 'stream-removed' AND seq = 2");
    expect(messages(files)).toContain('Row 2 of tombstones site-1 is missing.');
    const other = await oldClinic();
    retained(other);
    rewriteTombstones(other, (bodies) => bodies.filter((body) => body['id'] !== id));
    expect(messages(other)).toEqual([
      expect.stringContaining(`Row 1 of visit ${id} is missing: the whole stream is gone`),
    ]);
  });

  test('JR-81 a second one of the same stream', async () => {
    const files = await oldClinic();
    retained(files);
    rewriteTombstones(files, (bodies) => [...bodies, bodies[0] ?? {}]);
    expect(messages(files)).toEqual(['Tombstone 6, of visit older, is of a stream that has one already.']);
  });

  test('JR-81 one under an invented key removes nothing, unless that key is among those given', async () => {
    const files = await oldClinic();
    retained(files);
    byHand(files.database, forget('young'));
    rewriteTombstones(files, (bodies) => [...bodies, { ...bodies[0], id: 'young', key: 'ffffffffffffffff' }]);
    expect(messages(files)).toContainEqual(
      expect.stringContaining(
        'Tombstone 6, of visit young, was made with the key ffffffffffffffff, which is not among',
      ),
    );
    expect(messages(files).some((each) => each.startsWith('Row 1 of visit young is missing'))).toBe(true);
    const other = { bytes: Buffer.alloc(32), fingerprint: '0000000000000000' };
    const clean = await oldClinic();
    retained(clean);
    expect(auditOf(clean, [other]).findings.length).toBeGreaterThan(0);
    expect(auditOf(clean, [other, keyAt(clean)]).findings).toEqual([]);
  });

  test('JR-81 without its key it cannot be told, and that is said', async () => {
    const files = await oldClinic();
    retained(files);
    const { findings, unchecked } = auditOf(files, []);
    expect(findings).toEqual([]);
    expect(unchecked).toContainEqual(
      expect.stringMatching(/^5 tombstones were made with the key .*, which is not here/),
    );
  });
});

describe('JR-85 when nothing is removed', () => {
  test.each([
    [[], false],
    [[1], false],
    [[40, 30, 20, 15], false],
    [[2, 1], true],
    [[13, 5], true],
  ])('JR-85 the server sealed on this day and on days %j before: removed is %s', async (days, removes) => {
    const files = await oldClinic(days.toSorted((a, b) => b - a));
    sealAt(files, NOW - 1);
    const made = retain({ files, apply: true, at: NOW });
    expect(made.ok).toBe(removes);
    if (!made.ok) expect(made.message).toContain('A clock that is set ahead would make everything too old');
    expect(visitsIn(files)).toHaveLength(removes ? 4 : 7);
  });
  test('JR-85 a wall clock ten years ahead; a person who knows better', async () => {
    const files = await oldClinic();
    const at = NOW + 3_652 * DAY;
    expect(retain({ files, apply: true, at })).toMatchObject({ ok: false, exit: 2 });
    expect(visitsIn(files)).toHaveLength(7);
    expect(retained(files, { at, clockIsRight: true }).removed).toMatchObject({ visit: 4 });
  });
  test('JR-85 without the key of the seals', async () => {
    const files = await oldClinic();
    expect(retain({ files: { ...files, key: `${files.key}.none` }, apply: true, at: NOW })).toMatchObject({
      ...{ ok: false, exit: 2 },
      message: expect.stringContaining('without it no tombstone can be made') as string,
    });
    expect(visitsIn(files)).toHaveLength(7);
  });
});

describe('JR-96 a rule that is new or was shortened waits', () => {
  async function shortened(visitYears: number | null, at: number): Promise<SealFiles> {
    const files = await oldClinic();
    const journal = await openForTest(files.database);
    await journal.append({ kind: 'site', id: SITE }, [ruleSet(visitYears, 6, at)]).durable;
    await journal.close();
    return files;
  }
  const SLIP = NOW + 1_000;
  const WEEK = 7 * DAY;

  test.each([
    ['at once', SLIP, false],
    ['a ms before 7 days', SLIP + WEEK - 1, false],
    ['after 7 days', SLIP + WEEK, true],
  ])('JR-96 %s', async (_, at, removes) => {
    const files = await shortened(1, SLIP);
    sealAt(files, at - DAY);
    const made = retain({ files, apply: true, at, clockIsRight: true });
    expect(made.ok).toBe(removes);
    if (!made.ok)
      expect(made.message).toMatch(/before 2026-11-28 12:00 UTC, .* taken back\. If it is meant so, give --at-once\.$/);
    expect(visitsIn(files)).toEqual(removes ? LEFT : ['held', 'old', 'older', 'ordered', 'running', 'shared', 'young']);
  });
  test('JR-96 a dry run says until when; --at-once goes before', async () => {
    const files = await shortened(1, SLIP);
    expect(retain({ files, apply: false, at: SLIP })).toMatchObject({
      value: { notes: [expect.stringContaining('nothing is removed under it before 2026-11-28 12:00 UTC')] },
    });
    expect(retained(files, { at: SLIP, atOnce: true }).removed).toMatchObject({ visit: 3 });
  });
  test('JR-96 one that keeps longer acts at once, and no less is kept meanwhile', async () => {
    const files = await shortened(11, SLIP);
    expect(retained(files, { at: SLIP }).removed).toEqual({ visit: 0, audit: 0, patient: 0 });
    const nearly = await shortened(10, SLIP);
    expect(retained(nearly, { at: SLIP }).removed).toMatchObject({ visit: 3 });
  });
});

describe('JR-86 a dry run', () => {
  test('JR-86 tells what would go and changes nothing, also while a server has the database; applying then is refused', async () => {
    const files = await oldClinic();
    const journal = await openForTest(files.database);
    const looked = retain({ files, apply: false, at: NOW });
    expect(looked).toMatchObject({
      ok: true,
      value: { removed: undefined, plan: { visits: ['older', 'old', 'shared'] } },
    });
    expect(retain({ files, apply: true, at: NOW })).toMatchObject({
      ...{ ok: false, exit: 2 },
      message: expect.stringContaining('while it runs it removes by itself') as string,
    });
    await journal.close();
    expect(visitsIn(files)).toHaveLength(7);
  });
});

describe('JR-92 a backup and a restore', () => {
  test('JR-92 carry the tombstones; a backup from before brings the removed back, to go again', async () => {
    const files = await oldClinic();
    const [before, after] = ['before.bak', 'after.bak'].map((name) => join(dirname(files.database), name));
    if (before === undefined || after === undefined) throw new Error();
    expect(backUp({ files, to: before, at: NOW })).toMatchObject({ ok: true });
    retained(files);
    expect(backUp({ files, to: after, at: NOW })).toMatchObject({
      ok: true,
      value: { audit: { holding: { removed: 5 } } },
    });
    expect(holds({ ...files, database: after }, NAMES['p-old'])).toBe(false);
    expect(restore({ files, from: after, at: NOW + DAY })).toMatchObject({ ok: true });
    expect(auditOf(files)).toMatchObject({ findings: [], unchecked: [], holding: { removed: 5 } });
    expect(restore({ files, from: before, at: NOW + DAY })).toMatchObject({ ok: true });
    expect(visitsIn(files)).toHaveLength(7);
    retained(files, { at: NOW + DAY });
    expect(visitsIn(files)).toEqual(LEFT);
    expect(auditOf(files)).toMatchObject({ findings: [], unchecked: [] });
  });
});

describe('JR-84 what comes for a removed visit', () => {
  test('JR-84 a reading that comes again is known, one that still comes stops nothing', async () => {
    const files = await oldClinic();
    retained(files);
    const journal = await openForTest(files.database);
    expect(journal.hasReading(read(1).source)).toBe(true);
    await journal.append(visit('old'), [noted('too late'), read(9_001)]).durable;
    await journal.append(visit('young'), [noted('and on')]).durable;
    await journal.close();
    expect(visitsIn(files)).toEqual(LEFT);
    expect((await openForTest(files.database)).hasReading(read(9_001).source)).toBe(true);
    expect(auditOf(files)).toMatchObject({ findings: [] });
  });
});

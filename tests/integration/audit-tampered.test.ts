/** A day of the audit that somebody changed by hand: `vigil audit verify` names the first entry that is not as it was written. */
import { expect, test } from 'vitest';
import { Audit } from '../../server/audit/audit.ts';
import type { SealFiles } from '../../server/keeping/besides.ts';
import { sealFiles } from '../../server/keeping/besides.ts';
import { newDatabasePath, openForTest } from '../support/journal-folder.ts';
import { auditOf, byHand, sealAt, SITE } from '../support/sealed-journal.ts';

const T = Date.UTC(2026, 2, 2, 14);
const nurse = {
  actor: { kind: 'staff', staffId: 's1', name: 'N. Okafor', role: 'nurse', screenId: 'screen-1' },
  from: { kind: 'screen', screenId: 'screen-1' },
} as const;

/** Five entries of one day; a seal stands at the third. */
async function aDay(): Promise<SealFiles> {
  const files = sealFiles(newDatabasePath());
  const journal = await openForTest(files.database, { newId: () => SITE });
  const at = { now: T };
  const audit = new Audit({ journal, now: () => at.now++, realNow: () => 0 });
  for (let n = 1; n <= 3; n++) audit.read(nurse, 'past-visit', `v${n}`);
  await journal.putDevicesSeen('{}').durable;
  sealAt(files, T + 1_000);
  for (let n = 4; n <= 5; n++) audit.read(nurse, 'past-visit', `v${n}`);
  await journal.close();
  return files;
}

const EVENTS = "events WHERE stream = (SELECT stream FROM streams WHERE kind = 'audit')";
const HEAD = "streams SET head_seq = 2, head_hash = (SELECT hash FROM events WHERE seq = 2) WHERE kind = 'audit'";

test('SEC-117 an audit as it was written has no finding', async () => {
  expect(auditOf(await aDay()).findings).toEqual([]);
});

test.each([
  [
    'changed',
    `UPDATE ${EVENTS.replace('events WHERE', "events SET body = replace(body, 'v2', 'v9') WHERE")} AND seq = 2`,
    2,
  ],
  [
    'whose actor was changed',
    `UPDATE ${EVENTS.replace('events WHERE', "events SET actor = replace(actor, 'Okafor', 'Other') WHERE")} AND seq = 4`,
    4,
  ],
  ['deleted', `DELETE FROM ${EVENTS} AND seq = 3`, 3],
  ['cut off with its head, though it was sealed', `DELETE FROM ${EVENTS} AND seq > 2; UPDATE ${HEAD}`, 3],
  ['cut off', `DELETE FROM ${EVENTS} AND seq > 4`, 5],
  [
    'exchanged with another',
    [
      [1, -1],
      [2, 1],
      [-1, 2],
    ]
      .map(([from, to]) => `UPDATE ${EVENTS.replace('events WHERE', `events SET seq = ${to} WHERE`)} AND seq = ${from}`)
      .join('; '),
    1,
  ],
])('SEC-117 an entry that was %s is named', async (_, sql, seq) => {
  const files = await aDay();
  byHand(files.database, sql);
  expect(auditOf(files).findings).toMatchObject([{ stream: { kind: 'audit', id: '2026-03-02' }, seq }]);
});

test('SEC-117 a whole day that is gone is named', async () => {
  const files = await aDay();
  byHand(files.database, `DELETE FROM ${EVENTS}; DELETE FROM streams WHERE kind = 'audit'`);
  expect(auditOf(files).findings).toMatchObject([{ stream: { kind: 'audit', id: '2026-03-02' }, seq: 1 }]);
});

test('SEC-119 a start reads where the days of the audit stand, and nothing of what is in them', async () => {
  const { database } = await aDay();
  const journal = await openForTest(database);
  expect(journal.streams()).toMatchObject([{ stream: { kind: 'audit', id: '2026-03-02' }, seq: 5, lastAt: T + 4 }]);
  expect([...journal.loadVisits(), ...journal.loadSite(), ...journal.loadPlans(0)]).toEqual([]);
  expect(await journal.read({ kind: 'audit', id: '2026-03-02' }, 4)).toMatchObject([{ visitId: 'v5' }]);
});

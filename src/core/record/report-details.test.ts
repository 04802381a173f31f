import { describe, expect, test } from 'vitest';
import { endedVisit, STARTED_AT } from '../../../tests/fixtures/ended-visit.ts';
import { aVisit } from '../../../tests/support/visit-builder.ts';
import type { VisitEvent } from '../event.ts';
import { eventLines } from './event-lines.ts';
import { readingsIn } from './live-values.ts';
import { recordOf } from './record-of.ts';
import { reportDetails } from './report-details.ts';
import { reportSummary } from './report-summary.ts';
import type { DetailTable } from './report-details.ts';
import type { VisitRecord } from './visit-record.ts';
import { vitalsTable } from './vitals-table.ts';

function detailsOf(events: readonly VisitEvent[], more: Partial<VisitRecord> = {}): readonly DetailTable[] {
  const made = recordOf(events);
  if (!made) throw new Error('It is not over.');
  const record = { ...made, ...more };
  const head = { record, patient: null, chairs: [], clinic: { name: 'C', timeZone: 'UTC', demo: false } };
  return reportDetails({ head, vitals: vitalsTable(record, readingsIn(events)), lines: eventLines(events) });
}
const find = (tables: readonly DetailTable[], id: string): DetailTable => {
  const found = tables.find((table) => table.id === id);
  if (!found) throw new Error(`There is no ${id}.`);
  return found;
};

describe('REC-141 the details are the same tables on the page and in the PDF', () => {
  const tables = detailsOf(endedVisit());

  test('REC-141 each row has a cell for each column, and nothing of it is cut', () => {
    expect(tables.map(({ id }) => id)).toEqual(['vitals', 'alerts', 'limits', 'gaps', 'events']);
    for (const { columns, rows } of tables) for (const row of rows) expect(row).toHaveLength(columns.length);
    expect(find(tables, 'events').rows).toHaveLength(eventLines(endedVisit()).length);
  });

  test('REC-141 a row of vitals has its time since the start, and says why a value is not there', () => {
    const { rows } = find(tables, 'vitals');
    expect(rows).toContainEqual(['14:33:00', '+30:00', '97', '76', '–', '168/98', '–', '']);
    expect(rows.find((row) => row[7] === 'no BP: weak signal')?.[0]).toBe('14:38:00');
    expect(rows.some((row) => row[2] === '–' && row[7] === 'no SpO₂: off the monitor')).toBe(true);
    expect(rows[0]?.[1]).toBe('−2:59');
  });

  test('REC-141 an alert says how long it lasted, at which level, who saw it and whether in time', () => {
    const [first] = find(tables, 'alerts').rows;
    expect(first).toEqual(['14:18:00', '14:18:50', '50 s', 'medium', 'SpO₂ 86 < 88', 'N. Okafor after 0:09, in time']);
  });

  test('REC-141 a changed limit has its reason, a gap its cause', () => {
    expect(find(tables, 'limits').rows).toEqual([
      ['14:08:00', 'SpO₂ low, medium priority: 90 → 88', 'Dr. Ruiz', 'COPD, usual 91'],
    ]);
    expect(find(tables, 'gaps').rows.map((row) => row[3])).toEqual(['probe off', 'no readings', 'off the monitor']);
  });

  test('REC-141 an addendum stands whole, with who of the providers saw it', () => {
    const written = { addendumId: 'x', at: STARTED_AT, byName: 'N. Okafor', text: 'a'.repeat(2_000) };
    const addenda = [written, { ...written, seen: { byName: 'Dr. Ruiz', at: STARTED_AT } }];
    const { rows } = find(detailsOf(endedVisit(), { signOff: { addenda } }), 'addenda');
    expect(rows).toEqual([
      ['14:03:00', 'N. Okafor', written.text, 'no provider yet'],
      ['14:03:00', 'N. Okafor', written.text, 'Dr. Ruiz, 14:03:00'],
    ]);
  });

  test('REC-141 what came on another day has its day', () => {
    const at = STARTED_AT + 24 * 3_600_000;
    const addenda = [{ addendumId: 'x', at, byName: 'N. Okafor', text: 'read again' }];
    expect(find(detailsOf(endedVisit(), { signOff: { addenda } }), 'addenda').rows[0]?.[0]).toBe(
      'Tue 3 Mar 2026 14:03:00',
    );
    const record = recordOf(endedVisit());
    if (!record) throw new Error('It is over.');
    const signed = { byName: 'Dr. Ruiz', at, contradictions: [] };
    const { signatures } = reportSummary({
      record: { ...record, signOff: { signed, addenda: [] } },
      ...{ patient: null, chairs: [], clinic: { name: 'C', timeZone: 'UTC', demo: false } },
    });
    expect(signatures).toContainEqual({ name: 'Record signed', text: 'Dr. Ruiz, Tue 3 Mar 2026 14:03' });
  });

  test('REC-141 a visit in which nothing came to pass says so in words', () => {
    const empty = detailsOf(aVisit({ phase: 'ended', ending: 'cancelled' }).events);
    expect(find(empty, 'vitals')).toMatchObject({ rows: [], none: 'Nothing was measured.' });
    expect(find(empty, 'alerts').none).toBe('There was no alert.');
    expect(find(empty, 'events').rows[0]?.[1]).toBe('–');
  });
});

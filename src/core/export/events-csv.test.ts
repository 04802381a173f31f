import { expect, test } from 'vitest';
import { ENDED_VISIT_NURSE, endedVisit } from '../../../tests/fixtures/ended-visit.ts';
import { csvRecords } from '../../../tests/support/read-csv.ts';
import { aVisit } from '../../../tests/support/visit-builder.ts';
import type { VisitEvent } from '../event.ts';
import { eventLines } from '../record/event-lines.ts';
import { recordOf } from '../record/record-of.ts';
import { eventsCsv } from './events-csv.ts';

function rowsOf(events: readonly VisitEvent[]) {
  const record = recordOf(events);
  if (!record) throw new Error('it is not over');
  return csvRecords(eventsCsv(events, record, 'Europe/Berlin'));
}

test('REC-134 every line of the log is a row, in the order in which it happened', () => {
  const rows = rowsOf(endedVisit());
  expect(rows.map(({ what }) => what?.replace(/^'/, '')).toSorted()).toEqual(
    eventLines(endedVisit())
      .map(({ text }) => text)
      .toSorted(),
  );
  const elapsed = rows.map((row) => Number(row['elapsed_s']));
  expect(elapsed).toEqual(elapsed.toSorted((a, b) => a - b));
});

test('REC-134 a row says what, by whom, of which type, and the level an alert came to', () => {
  const rows = rowsOf(endedVisit());
  expect(rows.find(({ type }) => type === 'pump-paused')).toEqual({
    ...{ time: '2026-03-02T15:24:00.000+01:00', elapsed_s: '1440', treatment_s: '1260' },
    ...{ type: 'pump-paused', what: 'Pump paused', by: ENDED_VISIT_NURSE, alert_priority: '' },
    recorded: '2026-03-02T15:24:00.000+01:00',
  });
  expect(rows.find(({ type }) => type === 'alert-issued')).toMatchObject({
    by: '',
    alert_priority: expect.stringMatching(/^(low|medium|high)$/) as string,
  });
});

test('REC-134 what was entered later than it happened has both times, and no text is a formula', () => {
  const visit = aVisit({ phase: 'infusion', minutes: 6 });
  visit.give({ type: 'entry:record', minutesAgo: 5, entry: { kind: 'note', text: '=1+1, "she" said' } });
  visit.give({ type: 'visit:end', ending: 'left-against-advice', reason: 'to be told' });
  const note = rowsOf(visit.events).find(({ what }) => what?.includes('she'));
  expect(note).toMatchObject({ what: `'=1+1, "she" said` });
  expect(Date.parse(note?.['recorded'] ?? '') - Date.parse(note?.['time'] ?? '')).toBe(5 * 60_000);
});

import { expect, onTestFinished, test, vi } from 'vitest';
import * as records from '#core/record/record-of.ts';
import { endedVisit } from '../../tests/fixtures/ended-visit.ts';
import { visit } from '../../tests/support/journal-events.ts';
import { newDatabasePath, openForTest } from '../../tests/support/journal-folder.ts';
import { connectReadOnly } from '../journal/schema.ts';
import { visitReport } from './report.ts';

vi.mock('#core/record/record-of.ts', { spy: true });

test('REC-219 WS-206 a report folds its visit once', async () => {
  const path = newDatabasePath();
  const journal = await openForTest(path);
  await journal.append(visit('visit-1'), endedVisit()).durable;
  const reading = connectReadOnly(path);
  onTestFinished(() => reading.close());
  const report = visitReport(reading, journal.siteId, 'visit-1');
  if (!report.ok) throw new Error(report.refusal.message);
  expect(records.recordOf).toHaveBeenCalledTimes(1);
  expect(report.value.record).toEqual(records.recordOf(endedVisit()));
});

/** What is unsigned in a clinic of the gallery: some of today, one that nobody signed for nine days. */
import type { RecordToDo } from '#core/record/to-do.ts';
import type { PastVisit } from '#protocol/history.ts';
import type { RecordsToSign } from '#protocol/to-sign.ts';
import { NOW } from '../components/fixture-calm.ts';
import { pastVisits } from './fixture-site.ts';

export const provider = { staffId: 's2', name: 'Dr E. Lindqvist', role: 'provider' } as const;

const DAY = 86_400_000;
const waits = (index: number, step: RecordToDo['step'], days: number): PastVisit => {
  const visit = pastVisits[index] as PastVisit;
  const back = Math.floor(days) * DAY;
  return {
    ...visit,
    openedAt: visit.openedAt - back,
    endedAt: visit.endedAt - back,
    toDo: { step, since: NOW - days * DAY },
  };
};
const none = { visits: [], total: 0 };

export const nothingToSign: RecordsToSign = {
  steps: { 'to-close': none, 'to-sign': none, 'to-see': none },
  unlisted: 0,
};
export const recordsToSign: RecordsToSign = {
  steps: {
    'to-close': { visits: [waits(3, 'to-close', 1.2), waits(0, 'to-close', 0.03)], total: 2 },
    'to-sign': { visits: [waits(2, 'to-sign', 9.1), waits(1, 'to-sign', 2.2), waits(4, 'to-sign', 0.1)], total: 3 },
    'to-see': { visits: [waits(1, 'to-see', 0.4)], total: 1 },
  },
  unlisted: 0,
};

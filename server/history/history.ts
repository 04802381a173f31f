/** Past visits for screens, read in a thread of their own (docs/SPEC.md, REC-90 to REC-97). */
import { basename, dirname, extname, join } from 'node:path';
import type { Result } from '#core/refusal.ts';
import type { AuditPage } from '#protocol/audit.ts';
import type { HistoryFilter, HistoryPage, PastEvents, PastVisitHead } from '#protocol/history.ts';
import type { QualityAnswer, QualityFilter } from '#protocol/quality.ts';
import type { VisitReport } from '#protocol/report.ts';
import type { PatientSeries } from '#protocol/series.ts';
import type { RecordsToSign } from '#protocol/to-sign.ts';
import type { AuditQuestion } from '../audit/audit-pages.ts';
import { AskedThread } from '../threads/asked-thread.ts';
import type { Person } from './same-person.ts';
import type { HistoryAnswers, HistoryQuestion, HistoryThreadOptions, Signing, WeightFound } from './messages.ts';

/** Each reads what is on the disk, and rejects when that cannot be read. */
export interface History {
  list(filter: HistoryFilter, after?: string): Promise<HistoryPage>;
  visit(visitId: string): Promise<Result<PastVisitHead>>;
  /** After so many events. */
  events(visitId: string, after: number): Promise<Result<PastEvents>>;
  /** What its page shows, chart and tables made. */
  report(visitId: string): Promise<Result<VisitReport>>;
  /** Of the patient of this visit, which may go on still. */
  series(visitId: string): Promise<Result<PatientSeries>>;
  /** How visits went, week by week. */
  quality(filter: QualityFilter): Promise<QualityAnswer>;
  /** Records that nobody closed or signed, or whose addendum no provider has seen. */
  toSign(): Promise<RecordsToSign>;
  signing(visitId: string): Promise<Result<Signing>>;
  /** Of the same person's last visit that is over. */
  lastWeight(person: Person): Promise<WeightFound>;
  /** Who did what, newest first, over every stream. An answer takes a bounded time: see `lookedBackTo`. */
  audit(question: AuditQuestion): Promise<AuditPage>;
  close(): Promise<void>;
}

/** `vigil.db` keeps its list in `vigil-history.db` beside it; the journal's lock holds for both. */
export const historyPath = (database: string): string =>
  join(dirname(database), `${basename(database, extname(database))}-history${extname(database)}`);

/** The thread starts with the first question; the journal must be open. */
export function openHistory(database: string, siteId: string): History {
  const options: HistoryThreadOptions = { journal: database, list: historyPath(database), siteId };
  const thread = new AskedThread<HistoryQuestion, HistoryAnswers>(
    new URL('./history-thread.ts', import.meta.url),
    options,
    'The history is closed.',
  );
  return {
    list: (filter, after) => thread.ask({ type: 'list', filter, after }),
    visit: (visitId) => thread.ask({ type: 'visit', visitId }),
    events: (visitId, after) => thread.ask({ type: 'events', visitId, after }),
    report: (visitId) => thread.ask({ type: 'report', visitId }),
    series: (visitId) => thread.ask({ type: 'series', visitId }),
    quality: (filter) => thread.ask({ type: 'quality', filter }),
    toSign: () => thread.ask({ type: 'to-sign' }),
    signing: (visitId) => thread.ask({ type: 'signing', visitId }),
    lastWeight: (person) => thread.ask({ type: 'last-weight', person }),
    audit: (question) => thread.ask({ type: 'audit', ...question }),
    close: () => thread.close(),
  };
}

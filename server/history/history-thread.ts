/** The history's thread: reads the journal, keeps the list, answers screens. Never in the way of the journal's own two threads. */
import { workerData } from 'node:worker_threads';
import type { VisitEvent } from '#core/event.ts';
import type { VisitFacts } from '#core/past/visit-summary.ts';
import { qualityOf } from '#core/quality/quality.ts';
import type { RecordToDo } from '#core/record/to-do.ts';
import type { RecordsToSign } from '#protocol/to-sign.ts';
import { accept } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';
import { EVENTS_A_PAGE, type PastEvents, type PastVisit, type PastVisitHead } from '#protocol/history.ts';
import { AuditPages } from '../audit/audit-pages.ts';
import { storedEvents } from '../journal/read-rows.ts';
import type { StreamOnDisk } from '../journal/read-rows.ts';
import { connectReadOnly } from '../journal/schema.ts';
import { answerQuestions, inOneSnapshot } from '../threads/answer-questions.ts';
import { lastWeight } from './last-weight.ts';
import { openListFile } from './list-file.ts';
import type { HistoryAnswers, HistoryQuestion, HistoryThreadOptions } from './messages.ts';
import { chairNames, nameAt, patientOf, timeZoneOf } from './names.ts';
import { NOT_OVER, pastStream } from './past-stream.ts';
import { visitReport } from './report.ts';
import { signingOf } from './signing.ts';
import { patientSeries } from './series.ts';
import { VisitList } from './visit-list.ts';

/** How long one answer may go on making the list, real ms: the rest is made between answers. */
const STEP_MS = 100;

const { journal: journalPath, list: listPath, siteId } = workerData as HistoryThreadOptions;
const journal = connectReadOnly(journalPath);
const db = openListFile(listPath, siteId);
const list = new VisitList(journal, db);
const audit = new AuditPages(journal);

const step = (): number => {
  const until = performance.now() + STEP_MS;
  return list.catchUp(() => performance.now() >= until);
};

let isCatchingUp = false;
/** A list that is long behind is made while nobody waits; questions come in between. */
function goOn(): void {
  isCatchingUp = true;
  setImmediate(() => {
    if (inOneSnapshot(db, step) > 0) goOn();
    else isCatchingUp = false;
  });
}

/** Makes a step of the list before it is asked. @returns how many visits it does not hold yet. */
function broughtOn(): number {
  const unlisted = step();
  if (unlisted > 0 && !isCatchingUp) goOn();
  return unlisted;
}

const withNames = (facts: VisitFacts, chairs: ReturnType<typeof chairNames>): PastVisit => ({
  ...facts,
  patient: patientOf(journal, facts.patientId),
  chairName: nameAt(chairs, facts.chairIds.at(-1) ?? '', facts.endedAt),
});

const past = (visitId: string): Result<StreamOnDisk> => pastStream(journal, visitId);

function head(visitId: string): Result<PastVisitHead> {
  const found = past(visitId);
  if (!found.ok) return found;
  const { number, seq } = found.value;
  list.keepUp(number, seq, visitId);
  const facts = list.visit(visitId);
  if (!facts) return NOT_OVER;
  const chairs = chairNames(journal);
  const patients = [...new Set([...earlierPatients(number), facts.patientId])];
  return accept({
    visit: withNames(facts, chairs),
    names: {
      patients: patients.flatMap((patientId) => patientOf(journal, patientId) ?? []),
      chairs: chairs.filter(({ chairId }) => facts.chairIds.includes(chairId)),
    },
    events: seq,
  });
}

/** Those it was opened for and corrected to. */
function earlierPatients(stream: number): readonly string[] {
  const rows = journal
    .prepare("SELECT body FROM events WHERE stream = ? AND type IN ('visit-opened', 'patient-corrected') ORDER BY seq")
    .all(stream) as { body: string }[];
  return rows.map(({ body }) => (JSON.parse(body) as { patientId: string }).patientId);
}

function events(visitId: string, after: number): Result<PastEvents> {
  const found = past(visitId);
  if (!found.ok) return found;
  const { number, seq } = found.value;
  const last = Math.min(seq, after + EVENTS_A_PAGE);
  return accept({
    events: [...storedEvents(journal, number, after, last)] as VisitEvent[],
    next: last < seq ? last : null,
  });
}

answerQuestions(db, (question: HistoryQuestion): HistoryAnswers[HistoryQuestion['type']] => {
  switch (question.type) {
    case 'list': {
      const unlisted = broughtOn();
      const { visits, next, total } = list.page(question.filter, question.after);
      const names = chairNames(journal);
      return {
        visits: visits.map((facts) => withNames(facts, names)),
        next,
        total,
        chairs: list.chairIds
          .map((chairId) => ({ chairId, name: nameAt(names, chairId, Infinity) }))
          .toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true })),
        unlisted,
      };
    }
    case 'last-weight': {
      const unlisted = broughtOn();
      return { weight: lastWeight(journal, db, question.person) ?? null, unlisted };
    }
    case 'to-sign': {
      const unlisted = broughtOn();
      const names = chairNames(journal);
      const waiting = (of: RecordToDo['step']): RecordsToSign['steps'][typeof of] => {
        const { visits, total } = list.waiting(of);
        return { visits: visits.map((facts) => withNames(facts, names)), total };
      };
      const steps = { 'to-close': waiting('to-close'), 'to-sign': waiting('to-sign'), 'to-see': waiting('to-see') };
      return { steps, unlisted };
    }
    case 'series': {
      const unlisted = broughtOn();
      const series = patientSeries(journal, db, question.visitId);
      return series.ok ? accept({ ...series.value, unlisted }) : series;
    }
    case 'quality': {
      const unlisted = broughtOn();
      const { from = 0, before = Infinity, ...filter } = question.filter;
      const counted = list.counted({ from, before, ...filter });
      return { ...qualityOf(counted, timeZoneOf(journal)), protocolIds: list.protocolIds, unlisted };
    }
    case 'signing':
      return signingOf(journal, question.visitId);
    case 'visit':
      return head(question.visitId);
    case 'events':
      return events(question.visitId, question.after);
    case 'report':
      return inOneSnapshot(journal, () => visitReport(journal, siteId, question.visitId));
    case 'audit':
      return inOneSnapshot(journal, () => audit.page(question));
  }
});

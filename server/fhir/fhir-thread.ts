/** The thread that sends signed visits to the FHIR server, one at a time. Started by fhir-exchange.ts; nothing of the clinic waits for it. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Bundle } from '#core/fhir/types.ts';
import type { Duration, Instant } from '#core/reading.ts';
import { accept, refuse } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';
import { reportPdf } from '../export/pdf/report-pdf.ts';
import { readVisitSource } from '../export/visit-source.ts';
import type { VisitSource } from '../export/visit-source.ts';
import { connectReadOnly } from '../journal/schema.ts';
import { inOneSnapshot } from '../threads/answer-questions.ts';
import { readToken } from './address.ts';
import { waitAfter, WAITS } from './backoff.ts';
import { openDeliveries } from './deliveries.ts';
import type { Due } from './deliveries.ts';
import { fhirOfVisit } from './fhir-of-visit.ts';
import type { ExchangeThreadOptions, FromExchange, ToExchange } from './messages.ts';
import { send } from './send.ts';
import type { Tried } from './send.ts';

if (parentPort === null) throw new Error('fhir-thread.ts is started as a worker thread.');
const port = parentPort;
const {
  journal: journalPath,
  deliveries: path,
  siteId,
  url,
  tokenFile,
  build,
  times,
} = workerData as ExchangeThreadOptions;
/** How long one look may go on before what is due is sent: the rest is seen after it. */
const STEP_MS: Duration = 200;

const journal = connectReadOnly(journalPath);
const deliveries = openDeliveries(path, siteId, url);
const closing = new AbortController();
/** Of the whole server: it asked to wait, or is not there. */
let pausedUntil: Instant = 0;
let failedInARow = 0;
let wake: () => void = () => undefined;
const audited = new Map<string, () => void>();

const tell = (message: FromExchange): void => port.postMessage(message);

let told = '';
function tellStanding(): void {
  const next = deliveries.next();
  const nextTryAt = next ? Math.max(next.nextAt, pausedUntil) : null;
  const standing = { ...deliveries.standing(), nextTryAt };
  const text = JSON.stringify(standing);
  if (text !== told) tell({ type: 'standing', standing });
  told = text;
}

/** What is sent of a visit, and the words of it that no log and no screen of an administrator may show. */
interface Made {
  readonly bundle: Bundle;
  readonly secrets: readonly string[];
}

/** Undefined: nothing of it is for others: made of a file, of another's, or gone. */
function made({ visitId }: Due): Result<Made> | undefined {
  const source = inOneSnapshot(journal, () => readVisitSource(journal, siteId, visitId));
  if (!source.ok || isNobodys(source.value)) return undefined;
  try {
    const pdf = reportPdf(source.value, { paper: 'a4' });
    const bundle = fhirOfVisit(source.value, { pdf, ...(build !== undefined && { build }) });
    const { patient } = source.value;
    const secrets = patient ? [patient.name, patient.birthDate, patient.recordNumber ?? ''] : [];
    return accept({ bundle, secrets });
  } catch (error) {
    return refuse('unavailable', `Vigil could not make its bundle: ${(error as Error).message}`);
  }
}

const isNobodys = ({ events, record, site }: VisitSource): boolean =>
  site.demo ||
  record.broughtFrom !== undefined ||
  events.some(
    (event) =>
      (event.type === 'visit-opened' && event.imported !== undefined) ||
      (event.type === 'visit-ended' && event.ending === 'wrong-patient'),
  );

/** On the journal's disk before the first of it leaves: what left is always in the audit. */
async function audit(due: Due): Promise<void> {
  if (due.audited === due.due) return;
  const { promise, resolve } = Promise.withResolvers<undefined>();
  audited.set(due.visitId, () => resolve(undefined));
  tell({ type: 'leaves', visitId: due.visitId });
  await promise;
  if (!closing.signal.aborted) deliveries.audited(due);
}

async function tryOne(due: Due): Promise<void> {
  const what = made(due);
  if (what === undefined) return deliveries.drop(due);
  if (!what.ok) return refusedBy(due, { is: 'refused', status: 0, why: what.refusal.message });
  const token = tokenFile === undefined ? undefined : readToken(tokenFile);
  if (token && !token.ok)
    return waits(due, { is: 'again', status: null, why: token.refusal.message, askedMs: 0, all: true });
  await audit(due);
  if (closing.signal.aborted) return;
  const tried = await send({
    ...{ url, ...what.value, answerMs: times.answerMs, signal: closing.signal },
    token: token?.value,
  });
  // A stop in the middle says nothing of the visit: it is sent again by the next start.
  if (closing.signal.aborted && tried.is !== 'taken') return;
  if (tried.is === 'again') return waits(due, tried);
  pausedUntil = 0;
  failedInARow = 0;
  if (tried.is === 'refused') return refusedBy(due, tried);
  deliveries.sent(due, Date.now());
  tell({ type: 'log', level: 'info', visitId: due.visitId, status: null, text: 'the visit is at the FHIR server' });
}

function refusedBy(due: Due, { status, why }: Extract<Tried, { is: 'refused' }>): void {
  deliveries.refused(due, Date.now(), status === 0 ? null : status, why);
  tell({
    type: 'log',
    level: 'error',
    visitId: due.visitId,
    status: status === 0 ? null : status,
    text: 'the FHIR server does not take the visit: somebody must see to it',
  });
}

function waits(due: Due, { status, why, askedMs, all }: Extract<Tried, { is: 'again' }>): void {
  const now = Date.now();
  if (all) failedInARow += 1;
  const waitMs = waitAfter(all ? failedInARow : due.tries + 1, Math.random(), askedMs, {
    ...WAITS,
    firstMs: times.firstWaitMs,
  });
  if (all) pausedUntil = now + waitMs;
  deliveries.later(due, now, now + waitMs, status, why);
  tell({
    type: 'log',
    level: 'warn',
    visitId: due.visitId,
    status,
    text: 'the visit is not at the FHIR server yet: it is tried again',
  });
}

port.on('message', (message: ToExchange) => {
  switch (message.type) {
    case 'again':
      pausedUntil = 0;
      failedInARow = 0;
      deliveries.again();
      tellStanding();
      return wake();
    case 'audited':
      audited.get(message.visitId)?.();
      audited.delete(message.visitId);
      return;
    case 'close':
      closing.abort();
      for (const done of audited.values()) done();
      return wake();
  }
});

/** Until somebody asks, something is due, or it is time to look again. */
const rest = (ms: Duration): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    wake = () => {
      clearTimeout(timer);
      resolve();
    };
  });

while (!closing.signal.aborted) {
  const until = performance.now() + STEP_MS;
  const isLeft = deliveries.keepUp(journal, () => performance.now() >= until);
  const due = deliveries.next();
  const now = Date.now();
  const waitMs = due === undefined ? times.lookMs : Math.max(due.nextAt, pausedUntil) - now;
  // A wait longer than any is of a machine whose clock was set back.
  const isTime = due !== undefined && (waitMs <= 0 || waitMs > WAITS.mostMs);
  if (isTime) await tryOne(due);
  tellStanding();
  await rest(isTime || isLeft ? 0 : Math.min(times.lookMs, waitMs));
}
deliveries.close();
journal.close();
tell({ type: 'closed' });
port.close();

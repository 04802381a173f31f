/** What a screen may read of past visits: any named person, a few questions at a time, each told to the log. */
import type { Logger } from 'pino';
import { NOBODY_NAMED } from '#core/nobody-named.ts';
import { accept, refuse } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';
import type { Answer } from '#protocol/answer.ts';
import type { HistoryRequests } from '#protocol/history.ts';
import type { QualityRequests } from '#protocol/quality.ts';
import type { ReportRequests } from '#protocol/report.ts';
import type { SeriesRequests } from '#protocol/series.ts';
import type { SignedIn } from '#protocol/screen-events.ts';
import type { ScreenPayload } from '#protocol/screen-schemas.ts';
import type { History } from '../history/history.ts';
import { fewAtOnce } from './few-at-once.ts';
import type { Responders } from './respond.ts';

type Requests = HistoryRequests & QualityRequests & ReportRequests & SeriesRequests;
export type HistoryRequest = keyof Requests;

/** Questions of one screen under way; a page asks one after the other. */
const MOST_ASKED = 4;

export interface HistoryScreen {
  /** Absent: this server keeps no history to read. */
  readonly history: History | undefined;
  readonly log: Pick<Logger, 'info'>;
  readonly screenId: string;
  readonly staff: () => SignedIn | undefined;
}

export function historyResponders({
  history,
  log,
  screenId,
  staff,
}: HistoryScreen): Responders<Requests, { readonly [E in HistoryRequest]: ScreenPayload<E> }> {
  const few = fewAtOnce(MOST_ASKED);

  /** @param what for the log: ids, never a name somebody searched for. */
  async function read<T>(what: object, ask: (history: History) => Promise<Result<T>>): Promise<Answer<T>> {
    const reader = staff();
    if (!reader) return refuse('not-allowed', NOBODY_NAMED);
    if (!history) return refuse('unavailable', 'This server cannot read past visits.');
    return few(async () => {
      const answered = await ask(history);
      log.info({ staffId: reader.staffId, screenId, ...what, refused: !answered.ok }, 'the history was read');
      return answered.ok ? { ok: true, data: answered.value } : answered;
    });
  }

  return {
    'history:list': ({ filter, after }) =>
      read({ read: 'list' }, async (from) => ({ ok: true, value: await from.list(filter, after) })),
    'records:unsigned': () => read({ read: 'to-sign' }, async (from) => ({ ok: true, value: await from.toSign() })),
    'quality:weeks': (filter) => read({ read: 'quality' }, async (from) => accept(await from.quality(filter))),
    'history:visit': ({ visitId }) => read({ read: 'visit', visitId }, (from) => from.visit(visitId)),
    'report:visit': ({ visitId }) => read({ read: 'report', visitId }, (from) => from.report(visitId)),
    'series:patient': ({ visitId }) => read({ read: 'series', visitId }, (from) => from.series(visitId)),
    'history:events': ({ visitId, after }) =>
      read({ read: 'events', visitId, after }, (from) => from.events(visitId, after)),
  };
}

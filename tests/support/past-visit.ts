/** A visit that is over, made and read back over real sockets. */
import type { VisitEvent } from '#core/event.ts';
import { pastView } from '#core/past/past-view.ts';
import { Replay } from '#core/past/replay.ts';
import type { Instant } from '#core/reading.ts';
import type { ChairView } from '#core/view.ts';
import type { PastVisitHead } from '#protocol/history.ts';
import type { AnswerOf, TestScreen } from './test-screen.ts';

export interface ReadBack {
  readonly head: PastVisitHead;
  readonly events: readonly VisitEvent[];
  /** How many answers the events took. */
  readonly answers: number;
  /** Throws before the opening. */
  viewAt(at: Instant): ChairView;
}

/** As a page reads it. Throws when refused. */
export async function readBack(screen: TestScreen, visitId: string): Promise<ReadBack> {
  const head = await screen.request('history:visit', { visitId });
  if (!head.ok) throw new Error(head.refusal.message);
  const events: VisitEvent[] = [];
  let answers = 0;
  for (let after: number | null = 0; after !== null; answers += 1) {
    const answer: AnswerOf<'history:events'> = await screen.request('history:events', { visitId, after });
    if (!answer.ok) throw new Error(answer.refusal.message);
    events.push(...answer.data.events);
    after = answer.data.next;
  }
  const replay = new Replay(events);
  return {
    head: head.data,
    events,
    answers,
    viewAt(at) {
      const state = replay.stateAt(at);
      if (!state) throw new Error(`The visit was not open at ${at}.`);
      return pastView(state, head.data.names, at);
    },
  };
}

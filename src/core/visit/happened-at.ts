/** When something happened, as a person says it at the tap: now, 2, 5 or 10 min ago. */
import type { MinutesAgo } from '../command.ts';
import { agoInWords } from '../minutes.ts';
import type { Infusion } from '../phase.ts';
import { pausedSince } from '../pump.ts';
import type { Instant } from '../reading.ts';
import type { Result } from '../refusal.ts';
import { accept, refuse } from '../refusal.ts';
import type { VisitState } from '../visit-state.ts';

/** A fact nothing may be said to have come before. */
export interface Milestone {
  readonly at: Instant;
  /** `the infusion started`. */
  readonly what: string;
}

/** The instant, refused as `out-of-range` when it lies before the milestone, which is named. */
export function happenedAt(now: Instant, minutesAgo: MinutesAgo, after: Milestone): Result<Instant> {
  const at = now - minutesAgo * 60_000;
  if (at >= after.at) return accept(at);
  return refuse(
    'out-of-range',
    `${minutesAgo} min ago is before ${after.what} (${agoInWords(now - after.at)}): choose a later time.`,
  );
}

export const sinceOpened = (state: VisitState): Milestone => ({ at: state.openedAt, what: 'this visit was opened' });

/** The newest thing that was done with the drug. */
export function sinceLastAct(infusion: Infusion): Milestone {
  const acts: Milestone[] = [{ at: infusion.startedAt, what: 'the start' }];
  const device = infusion.devices.at(-1);
  if (device) acts.push({ at: device.at, what: 'the last device was given' });
  const pause = infusion.pauses.at(-1);
  if (pause?.to !== undefined) acts.push({ at: pause.to, what: 'the pump was resumed' });
  const paused = pausedSince(infusion);
  if (paused !== undefined) acts.push({ at: paused, what: 'the pump was paused' });
  return acts.reduce((newest, act) => (act.at >= newest.at ? act : newest));
}

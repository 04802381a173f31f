/** What is still to be done with the record of a visit that is over, since when it waits for that, and when it is late (REC-145). */
import type { Duration, Instant } from '../reading.ts';
import { isoDay } from '../words/time-words.ts';
import { signOffStep } from './sign-off.ts';
import type { SignOff, SignOffStep } from './sign-off.ts';

export interface RecordToDo {
  readonly step: Exclude<SignOffStep, 'signed'>;
  readonly since: Instant;
}
export const TO_DO_STEPS = ['to-close', 'to-sign', 'to-see'] as const satisfies readonly RecordToDo['step'][];

/** @returns undefined when it is signed, and each addendum seen. */
export function recordToDo(signOff: SignOff, endedAt: Instant): RecordToDo | undefined {
  const step = signOffStep(signOff);
  switch (step) {
    case 'signed':
      return undefined;
    case 'to-close':
      return { step, since: endedAt };
    case 'to-sign':
      return { step, since: signOff.closed?.at ?? endedAt };
    case 'to-see':
      return { step, since: signOff.addenda.find(({ seen }) => !seen)?.at ?? endedAt };
  }
}

const DAY: Duration = 86_400_000;
/** A provider who is there once a week still signs in time. The published rules ask for "promptly" and name 30 days at most (ADR 30). */
export const SIGNED_WITHIN_MS: Duration = 7 * DAY;

/** `co-sign`: of a verbal order, which is due on the day it was given, as the closing is on the day of the visit. */
export function isOverdue(
  step: RecordToDo['step'] | 'co-sign',
  { since, now, zone }: { readonly since: Instant; readonly now: Instant; readonly zone: string },
): boolean {
  if (step === 'to-sign' || step === 'to-see') return now - since > SIGNED_WITHIN_MS;
  return isoDay(since, zone) < isoDay(now, zone);
}

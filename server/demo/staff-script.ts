/** What a nurse records in an ordinary visit, as acts at scenario times. */
import type { WireVisitCommand } from '#protocol/screen-events.ts';
import type { SetUp } from '#core/setup.ts';

export interface StaffAct {
  /** Ms from the scenario's zero. */
  readonly atMs: number;
  readonly by: 'nurse' | 'provider';
  readonly command: WireVisitCommand;
}

const MINUTE = 60_000;

export const after = (atMs: number, command: WireVisitCommand, by: StaffAct['by'] = 'nurse'): StaffAct => ({
  atMs,
  by,
  command,
});

const response = (atMs: number): StaffAct =>
  after(atMs, {
    type: 'entry:record',
    minutesAgo: 0,
    entry: { kind: 'response', response: 'normal', nausea: false },
  });

const score = (atMs: number, scale: 'dissociation' | 'nausea', value: number): StaffAct =>
  after(atMs, { type: 'entry:record', minutesAgo: 0, entry: { kind: 'scale', scale, score: value } });

/** Identity and set-up, from `fromMs` on. */
export function beforeInfusion(setUp: SetUp, fromMs = -12.5 * MINUTE): readonly StaffAct[] {
  return [after(fromMs, { type: 'identity:confirm' }), after(fromMs + MINUTE, { type: 'setup:record', setUp })];
}

/** The one tap after each ten-minute BP, `count` of them. */
export function duringInfusion(count: number): readonly StaffAct[] {
  return Array.from({ length: count }, (_, index) => response(index * 10 * MINUTE + 70_000));
}

/** Stopped as planned at 40 min; the pump's volume read, and the scales ten minutes into recovery. */
export function endOfInfusion(pumpVolumeMl: number): readonly StaffAct[] {
  return [
    after(40 * MINUTE, { type: 'infusion:end', reason: 'completed', minutesAgo: 0 }),
    after(41 * MINUTE, { type: 'pump:volume', pumpVolumeMl }),
    response(41.5 * MINUTE),
    score(48 * MINUTE, 'dissociation', 2),
    score(48 * MINUTE + 10_000, 'nausea', 1),
  ];
}

/** From the last BP to the gait test; the ride is still to come. */
export function endOfMonitoring(atMs: number): readonly StaffAct[] {
  const check = (offsetMs: number, criterion: 'oriented' | 'steady-gait' | 'iv-out'): StaffAct =>
    after(atMs + offsetMs, { type: 'criterion:check', criterion, met: true });
  return [
    response(atMs - 4 * MINUTE),
    score(atMs - 2 * MINUTE, 'dissociation', 0),
    score(atMs - 2 * MINUTE + 8000, 'nausea', 0),
    check(-30_000, 'oriented'),
    after(atMs, { type: 'monitoring:end' }),
    check(90_000, 'steady-gait'),
    check(2.5 * MINUTE, 'iv-out'),
  ];
}

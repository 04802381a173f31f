/** Holds what the engine said against the true events. Pure. */
import type { AlertKind } from '#core/alerts/alert.ts';
import type { Priority } from '#core/clinical-protocol.ts';
import type { FactLine, SummaryLine } from '../cli/replay-lines.ts';
import type { LimitEvent } from './limit-events.ts';
import type { Sample } from './limits-read.ts';
import { BP } from './limits-read.ts';

/** One alert from issue to end, as it could be heard. */
export interface AlertLife {
  readonly kind: AlertKind;
  /** The highest it reached while it could be heard. */
  readonly priority: Priority;
  readonly heardFromS: number;
  readonly toS: number;
}

export interface JudgedEvent {
  readonly event: LimitEvent;
  /** From onset to the first sound; undefined = missed. */
  readonly delayS: number | undefined;
  /** Beyond when it was due. */
  readonly lateS: number;
}

export interface Judgement {
  readonly events: readonly JudgedEvent[];
  readonly missed: number;
  /** In the order they were first heard. */
  readonly alerts: readonly (AlertLife & { readonly founded: boolean })[];
  readonly falseAlerts: { readonly medium: number; readonly high: number };
  /** Further alerts of an event that had one. */
  readonly repeated: number;
  readonly audibleSecondsPerHour: number;
  /** A bare threshold: SpO2 below 90, at once, whatever the signal. */
  readonly plain: { readonly alerts: number; readonly audibleSecondsPerHour: number };
}

/** An alert may begin this long after the last value of its event: a BP waits for its repeat. */
const tailOf = ({ kind }: LimitEvent): number => (kind.startsWith('bp-') ? BP.repeatWithinS + 10 : 60);

/** The alerts that could be heard at all. */
export function livesOf(
  facts: readonly FactLine[],
  { audible, seconds }: Pick<SummaryLine['summary'], 'audible' | 'seconds'>,
  fromS: number,
): readonly AlertLife[] {
  return Object.entries(audible).flatMap(([alertId, spans]): AlertLife[] => {
    const own = facts.filter((fact) => fact.alertId === alertId);
    const [first] = own;
    const [heard] = spans;
    if (!first || !heard) return [];
    const isHigh = own.some(({ fact, priority }) => (fact === 'issued' || fact === 'raised') && priority === 'high');
    const ended = own.find(({ fact }) => fact === 'ended')?.t_s ?? fromS + seconds;
    return [{ kind: first.alert, priority: isHigh ? 'high' : 'medium', heardFromS: heard[0], toS: ended }];
  });
}

export function judge(
  events: readonly LimitEvent[],
  lives: readonly AlertLife[],
  shown: readonly Sample[],
  { seconds, audibleSeconds }: { readonly seconds: number; readonly audibleSeconds: number },
): Judgement {
  const belongs = (life: AlertLife, event: LimitEvent): boolean =>
    life.kind === event.kind && life.heardFromS <= event.endS + tailOf(event) && life.toS >= event.onsetS;
  const judged = events.map((event): JudgedEvent => {
    const heard = lives.filter((life) => belongs(life, event)).map(({ heardFromS }) => heardFromS);
    if (heard.length === 0) return { event, delayS: undefined, lateS: 0 };
    const first = Math.min(...heard);
    return { event, delayS: Math.max(0, first - event.onsetS), lateS: Math.max(0, first - event.dueS) };
  });
  const vital = lives.filter(({ kind }) => /^(spo2|pulse|bp)-/.test(kind));
  const unfounded = vital.filter((life) => !events.some((event) => belongs(life, event)));
  const perHour = (value: number): number => (seconds > 0 ? (value * 3_600) / seconds : 0);
  const plain = plainThreshold(shown);
  return {
    events: judged,
    missed: judged.filter(({ delayS }) => delayS === undefined).length,
    alerts: lives
      .map((life) => ({ ...life, founded: !unfounded.includes(life) }))
      .toSorted((a, b) => a.heardFromS - b.heardFromS),
    falseAlerts: {
      medium: unfounded.filter(({ priority }) => priority === 'medium').length,
      high: unfounded.filter(({ priority }) => priority === 'high').length,
    },
    repeated: events.reduce(
      (sum, event) => sum + Math.max(0, vital.filter((life) => belongs(life, event)).length - 1),
      0,
    ),
    audibleSecondsPerHour: perHour(audibleSeconds),
    plain: { alerts: plain.alerts, audibleSecondsPerHour: perHour(plain.seconds) },
  };
}

/** What an oximeter alone does that alarms below 90 without a delay. */
function plainThreshold(shown: readonly Sample[]): { readonly alerts: number; readonly seconds: number } {
  let [alerts, seconds, before] = [0, 0, Infinity];
  for (const [n, { s, spo2 }] of shown.entries()) {
    if (spo2 === undefined) continue;
    if (spo2 < 90 && before >= 90) alerts += 1;
    if (spo2 < 90) seconds += Math.min(5, (shown[n + 1]?.s ?? s + 1) - s);
    before = spo2;
  }
  return { alerts, seconds };
}

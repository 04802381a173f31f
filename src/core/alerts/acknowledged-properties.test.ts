/**
 * An acknowledgement lasts: over a restart, until the alert gets worse, ends, or has gone on for its time; and no longer (AL-18,
 * AL-22, AL-182). What "worse" means is written down here from the clinical ground and read off the facts, not asked of the engine.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyAct, anyAnswer, anyBp, anyLoss, anyRestart, anySilence } from '../../../tests/support/happenings.ts';
import { anyRun, courses, live, runs } from '../../../tests/support/happenings.ts';
import type { BpPair, Priority } from '../clinical-protocol.ts';
import type { VisitEvent } from '../event.ts';
import type { Reading } from '../reading.ts';
import type { VisitState } from '../visit-state.ts';
import type { Alert } from './alert.ts';

const anything = fc.oneof(
  { weight: 6, arbitrary: fc.oneof(anyRun, anyBp) },
  { weight: 5, arbitrary: anyAnswer },
  // What a cuff on the same arm takes away is not judged: another property's.
  { weight: 2, arbitrary: fc.oneof(anyLoss, anyRestart).filter(({ is }) => is !== 'cuff') },
  { weight: 1, arbitrary: anyAct },
  { weight: 2, arbitrary: anySilence },
);

const URGENT_MS = 120_000;
const MEDIUM_MS = 300_000;
const STALE_MS = 5_000;
const RANK: readonly Priority[] = ['low', 'medium', 'high'];

/** Of an alert somebody has acknowledged, as it was then. */
interface Seen {
  readonly at: number;
  readonly priority: Priority;
  readonly kind: Alert['kind'];
  readonly worst: Alert['excess'];
  /** The highest of both numbers of a BP that were seen. */
  readonly highest: BpPair;
}

const highestOf = ({ bps }: VisitState, { onsetAt }: Alert): BpPair => {
  const seen = bps.filter(({ measuredAt }) => measuredAt >= onsetAt);
  return {
    systolicMmHg: Math.max(...seen.map((bp) => bp.systolicMmHg)),
    diastolicMmHg: Math.max(...seen.map((bp) => bp.diastolicMmHg)),
  };
};

const readingOf = (event: VisitEvent): Reading | undefined =>
  event.type === 'reading-recorded' || event.type === 'bp-entered' ? event.reading : undefined;

/**
 * Whether what was measured since is worse than what was seen: 5 % lower, or a BP 10 mmHg worse or again at 180/110. The number that is
 * not in the text counts once it is over 160 or 100 itself (AL-190); over 180 or 110 it is so anyway.
 */
function isWorse({ kind, worst, highest }: Seen, reading: Reading | undefined): boolean {
  if (reading?.kind === 'oximetry' && kind === 'spo2-low' && reading.spo2Pct !== undefined)
    return worst !== undefined && reading.spo2Pct <= worst.extreme - 5;
  // While BP is high, a failed cycle asks a person at once (AL-200).
  if (reading?.kind === 'nibp-failed') return kind === 'bp-high';
  if (reading?.kind !== 'nibp' || worst === undefined) return false;
  const { systolicMmHg, diastolicMmHg } = reading;
  const value = worst.of === 'systolicMmHg' ? systolicMmHg : diastolicMmHg;
  if (kind === 'bp-low') return systolicMmHg <= worst.extreme - 10;
  if (kind !== 'bp-high') return false;
  const other =
    (systolicMmHg >= 160 && systolicMmHg >= highest.systolicMmHg + 10) ||
    (diastolicMmHg >= 100 && diastolicMmHg >= highest.diastolicMmHg + 10);
  return value >= worst.extreme + 10 || other || systolicMmHg >= 180 || diastolicMmHg >= 110;
}

/** A lost adapter, that no SpO2 has come since, stands for the missing SpO2 (AL-201). */
function limitMs({ phase, links, tracks }: VisitState, { kind, priority }: Alert): number {
  const isSilent = (tracks.heardAt?.oximeter ?? -Infinity) <= (links?.oximeter?.since ?? -Infinity);
  const isOfSpo2 = kind === 'no-spo2' || (kind === 'adapter-lost' && isSilent);
  return priority === 'high' || (isOfSpo2 && phase.name === 'infusion') ? URGENT_MS : MEDIUM_MS;
}

test('AL-182 AL-18 AL-22 AL-190 an acknowledgement is lost by worsening, an end or its time alone, and is lost then', () => {
  fc.assert(
    fc.property(courses(anything, 25), (course) => {
      const seen = new Map<string, Seen>();
      let known = 0;
      let before: VisitState | undefined;
      live(course, { pages: false }, (bedside) => {
        bedside.watchers.push(() => {
          const { state, now } = bedside;
          const news = bedside.events.slice(known);
          known = bedside.events.length;
          const judged = bedside.state.oximetry;
          for (const alert of Object.values(state.alerts)) {
            const { alertId, kind, priority, excess } = alert;
            const last = seen.get(alertId);
            const facts = news.filter((event) => 'alertId' in event && event.alertId === alertId);
            const raised = facts.some(({ type }) => type === 'alert-raised');
            const answered = facts.findLastIndex(({ type }) => type === 'alert-acknowledged');
            if (answered >= 0 && !raised) {
              expect(alert.acknowledged?.at).toBe(facts[answered]?.at);
              seen.set(alertId, {
                at: facts[answered]?.at ?? now,
                priority,
                kind,
                worst: excess,
                highest: highestOf(state, alert),
              });
              continue;
            }
            expect(alert.acknowledged !== undefined && !last, 'acknowledged by nobody').toBe(false);
            if (!last) continue;
            const rose = RANK.indexOf(priority) > RANK.indexOf(before?.alerts[kind]?.priority ?? priority);
            const worsened = news.map(readingOf).some((reading) => {
              // One that says another value of an instant that is judged already is not.
              const counts =
                reading?.kind !== 'oximetry' ||
                (reading.measuredAt === judged?.measuredAt && reading.spo2Pct === judged.spo2Pct);
              return counts && isWorse(last, reading);
            });
            const isUp = now >= last.at + limitMs(state, alert);
            const asks = priority !== 'low' && alert.confirmation?.state !== 'waiting';
            if (alert.acknowledged) {
              expect(alert.acknowledged.at, 'nobody acknowledged it anew').toBe(last.at);
              expect(rose, 'it rose').toBe(false);
              expect(asks && worsened, `${kind} got worse`).toBe(false);
              // In range was its newest value, which counts as calm until it is stale; a BP until the next one.
              const isOld = !kind.startsWith('bp') && now - (state.lastSpo2?.at ?? -Infinity) > STALE_MS;
              const isCalm = alert.condition === 'clearing' && !isOld;
              expect(asks && isUp && !isCalm, `${kind} went on for its time`).toBe(false);
            } else {
              seen.delete(alertId);
              const another = kind === 'adapter-lost' || excess?.of !== last.worst?.of;
              expect(rose || worsened || isUp || another, `${kind} lost its acknowledgement for nothing`).toBe(true);
            }
          }
          before = state;
        });
        bedside.onRestart.push((running) => {
          for (const alert of Object.values(running.alerts))
            expect(bedside.state.alerts[alert.kind]?.acknowledged).toEqual(alert.acknowledged);
        });
      });
    }),
    runs(40),
  );
});

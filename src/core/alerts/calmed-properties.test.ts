/**
 * What calms an alert, read off the recorded facts alone by limits and times written down here from the clinical ground, not taken
 * from the protocol or the engine: newer readings in range for the clearing time, or a named person's act (AL-1, AL-2, AL-180).
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anything, courses, live, runs } from '../../../tests/support/happenings.ts';
import type { Priority } from '../clinical-protocol.ts';
import type { VisitEvent } from '../event.ts';
import type { NibpReading, OximetryReading } from '../reading.ts';
import type { AlertKind } from './alert.ts';

/** Whether a value is in range again, for one level and all below it. */
interface Limits {
  readonly value: 'spo2Pct' | 'pulseBpm';
  readonly forMs: number;
  /** When the device calls any of them doubtful. */
  readonly doubtfulForMs: number;
  readonly in: Readonly<Record<Priority, (value: number, baselineSpo2: number) => boolean>>;
}
/** The baseline's pulse is 72 throughout. */
const OXIMETRY: Readonly<Partial<Record<AlertKind, Limits>>> = {
  'spo2-low': {
    value: 'spo2Pct',
    forMs: 10_000,
    doubtfulForMs: 30_000,
    in: {
      low: (value, baseline) => value >= 94 || value >= baseline - 2,
      medium: (value) => value >= 92,
      high: (value) => value >= 88,
    },
  },
  'pulse-high': {
    value: 'pulseBpm',
    forMs: 15_000,
    doubtfulForMs: 15_000,
    in: { low: (value) => value <= 90, medium: (value) => value <= 115, high: (value) => value <= 135 },
  },
  'pulse-low': {
    value: 'pulseBpm',
    forMs: 15_000,
    doubtfulForMs: 15_000,
    in: { low: (value) => value >= 54, medium: (value) => value >= 55, high: (value) => value >= 45 },
  },
};
const BP: Readonly<Partial<Record<AlertKind, Readonly<Record<Priority, (bp: NibpReading) => boolean>>>>> = {
  'bp-high': {
    low: ({ systolicMmHg: sys, diastolicMmHg: dia }) => sys < 145 && dia < 90,
    medium: ({ systolicMmHg: sys, diastolicMmHg: dia }) => sys < 155 && dia < 95,
    high: ({ systolicMmHg: sys, diastolicMmHg: dia }) => sys < 175 && dia < 105,
  },
  'bp-low': {
    low: () => true,
    medium: ({ systolicMmHg: sys }) => sys >= 95,
    high: ({ systolicMmHg: sys }) => sys >= 85,
  },
};
const RANK: readonly Priority[] = ['low', 'medium', 'high'];
const STALE_MS = 5_000;
const CUFF_TAKES_AT_MOST_MS = 60_000;

/** What was received so far and counts: in time, newer than what came before. */
class Received {
  readonly oximetry: (OximetryReading & { readonly taken: boolean })[] = [];
  bp: { readonly reading: NibpReading; readonly at: number } | undefined;
  score: number | undefined;
  baselineSpo2 = 98;
  link: { readonly here: boolean; readonly at: number } | undefined;
  sound: { readonly who: string; readonly station: string; readonly since: number } | undefined;
  #sameArm = false;
  #cuff: { readonly from: number; readonly to: number } | undefined;

  take(event: VisitEvent): void {
    if (event.type === 'baseline-frozen' || event.type === 'baseline-corrected')
      this.baselineSpo2 = event.baseline.spo2Pct;
    if (event.type === 'adapter-connected' || event.type === 'adapter-disconnected') {
      const here = event.type === 'adapter-connected';
      if (this.link?.here !== here) this.link = { here, at: event.at };
    }
    if (event.type === 'sound-changed')
      this.sound = { ...event, since: this.sound?.who === event.who ? this.sound.since : event.at };
    if (event.type === 'set-up-recorded') this.#sameArm = event.setUp.cuffArm === event.setUp.oximeterHand;
    if (event.type === 'entry-recorded' && event.entry.kind === 'scale') this.score = event.entry.score;
    if (event.type === 'bp-entered') this.bp = { reading: event.reading, at: event.at };
    if (event.type !== 'reading-recorded') return;
    const { reading, at } = event;
    if (reading.kind === 'nibp') this.bp = { reading, at };
    if (reading.kind === 'cuff-pressure') {
      const unbroken = this.#cuff && reading.measuredAt - this.#cuff.to <= STALE_MS;
      this.#cuff = { from: unbroken ? this.#cuff!.from : reading.measuredAt, to: reading.measuredAt };
    }
    const newest = this.oximetry.at(-1)?.measuredAt ?? -Infinity;
    if (reading.kind !== 'oximetry' || at - reading.measuredAt > STALE_MS || reading.measuredAt <= newest) return;
    this.oximetry.push({ ...reading, taken: this.#isTaken(reading.measuredAt) });
  }

  #isTaken(at: number): boolean {
    const cuff = this.#cuff;
    if (!this.#sameArm || !cuff || at < cuff.from) return false;
    return at < Math.min(cuff.to + STALE_MS, cuff.from + CUFF_TAKES_AT_MOST_MS);
  }

  /** For how long the newest values have been like that: of good signal, and of any. Time without a value adds nothing. */
  calm(value: Limits['value'], isIn: (value: number) => boolean): { readonly good: number; readonly any: number } {
    const calm = { good: 0, any: 0 };
    let onlyGood = true;
    let later: { readonly at: number; readonly next: boolean } | undefined;
    for (const reading of this.oximetry.toReversed()) {
      const each = reading.taken ? undefined : reading[value];
      if (each === undefined) {
        later &&= { ...later, next: false };
        continue;
      }
      if (!isIn(each) || (later && later.at - reading.measuredAt > STALE_MS)) break;
      onlyGood &&= reading.quality === 'good';
      const gap = later?.next ? later.at - reading.measuredAt : 0;
      calm.any += gap;
      if (onlyGood) calm.good += gap;
      later = { at: reading.measuredAt, next: true };
    }
    return calm;
  }
}

/** Every level above `to` up to `from` has cleared. */
function expectCalm(
  received: Received,
  kind: AlertKind,
  from: Priority,
  to: Priority | undefined,
  cause: VisitEvent,
): void {
  const cleared = RANK.slice(to ? RANK.indexOf(to) + 1 : 0, RANK.indexOf(from) + 1);
  for (const level of cleared) {
    const limits = OXIMETRY[kind];
    if (limits) {
      expect(cause).toMatchObject({ type: 'reading-recorded', reading: { kind: 'oximetry' } });
      const { good, any } = received.calm(limits.value, (value) => limits.in[level](value, received.baselineSpo2));
      expect(good >= limits.forMs || any >= limits.doubtfulForMs).toBe(true);
    } else if (BP[kind]) {
      expect(['reading-recorded', 'bp-entered']).toContain(cause.type);
      expect(received.bp && BP[kind][level](received.bp.reading)).toBe(true);
    } else if (kind === 'sedation') {
      expect(cause).toMatchObject({ type: 'entry-recorded', actor: { kind: 'staff' } });
      expect(received.score).toBeGreaterThan({ low: -1, medium: 3, high: 1 }[level]);
    }
  }
}

/** What is not a patient's value has come back, and has been there for as long as it has to. */
function expectBack(received: Received, kind: AlertKind, issuedAt: number, at: number): void {
  switch (kind) {
    case 'no-spo2': {
      const run = received.oximetry.findLastIndex(({ spo2Pct }) => spo2Pct === undefined) + 1;
      const valued = received.oximetry.slice(run).map(({ measuredAt }) => measuredAt);
      const broken = valued.findLastIndex((each, index) => each - (valued[index - 1] ?? each) > STALE_MS);
      expect(valued.at(-1)! - valued[Math.max(0, broken)]!).toBeGreaterThanOrEqual(5_000);
      return;
    }
    case 'cuff-overdue':
      expect(received.bp?.at).toBeGreaterThanOrEqual(issuedAt);
      return;
    case 'adapter-lost':
      expect(received.link?.here).toBe(true);
      expect(at - received.link!.at).toBeGreaterThanOrEqual(5_000);
      return;
    case 'screen-cannot-sound':
    case 'nobody-listening':
      expect(received.sound?.who).not.toBe('nobody');
      expect(at - received.sound!.since).toBeGreaterThanOrEqual(3_000);
      return;
    default:
      expect(['recovery-overdue', 'low-battery']).toContain(kind);
  }
}

test('AL-180 AL-1 AL-2 no order of events ends or lowers an alert but newer readings in range for their time, or a person', () => {
  fc.assert(
    fc.property(courses(anything), (course) => {
      const open = new Map<string, { kind: AlertKind; priority: Priority; issuedAt: number }>();
      const received = new Received();
      let known = 0;
      let cause: VisitEvent | undefined;
      const take = (event: VisitEvent): void => {
        if (!event.type.startsWith('alert-')) cause = event;
        received.take(event);
        if (event.type === 'alert-issued') open.set(event.alertId, { ...event, issuedAt: event.at });
        const alert = 'alertId' in event ? open.get(event.alertId) : undefined;
        if (!alert || !cause) return;
        if (event.type === 'alert-raised') alert.priority = event.priority;
        if (event.type === 'alert-lowered') {
          if (alert.kind === 'screen-cannot-sound') expect(received.sound?.station).toBe('listens');
          else expectCalm(received, alert.kind, alert.priority, event.priority, cause);
          alert.priority = event.priority;
        }
        if (event.type !== 'alert-ended') return;
        open.delete(event.alertId);
        if (event.cause === 'person') expect(cause).toMatchObject({ actor: { kind: 'staff' }, at: event.at });
        else if (OXIMETRY[alert.kind] ?? BP[alert.kind] ?? alert.kind === 'sedation')
          expectCalm(received, alert.kind, alert.priority, undefined, cause);
        else expectBack(received, alert.kind, alert.issuedAt, event.at);
      };
      live(course, {}, (bedside) => {
        bedside.watchers.push(() => {
          for (const event of bedside.events.slice(known)) take(event);
          known = bedside.events.length;
          // None is lost from sight by any other way.
          const held = Object.values(bedside.state.alerts).map(({ alertId, priority }) => [alertId, priority]);
          expect(new Map(held as [string, Priority][])).toEqual(
            new Map([...open].map(([alertId, { priority }]) => [alertId, priority])),
          );
        });
      });
    }),
    runs(40),
  );
});

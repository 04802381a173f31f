/** One visit drawn by its seed: the person, what disturbs the measurement, and what the nurse sees and enters. Shares as published (docs/SPEC.md, REC-177). Pure. */
import type { ClinicalProtocol } from '#core/clinical-protocol.ts';
import type { Entry, SideEffect } from '#core/entry.ts';
import type { StopReason } from '#core/phase.ts';
import type { Duration } from '#core/reading.ts';
import { uniform } from '../emulator/noise.ts';
import type { Scenario } from '../emulator/scenario.ts';
import { drawVisit } from '../study/draw-visit.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** Before the start of treatment, when the patient sits down. */
export const OPENED_MS = -13 * MINUTE;

export interface DrawnCourse {
  readonly seed: number;
  readonly protocol: ClinicalProtocol;
  readonly scenario: Scenario;
  /** When it happens, ms from the start of treatment. */
  readonly entries: readonly (readonly [atMs: number, entry: Entry])[];
  readonly pause?: { readonly atMs: number; readonly forMs: Duration };
  readonly stop?: { readonly atMs: number; readonly reason: StopReason };
  /** How long an alert stands before somebody acknowledges it; null: nobody does. */
  readonly reactionMs: (alert: number) => Duration | null;
  /** How long somebody waits for the ride. */
  readonly rideMs: Duration;
  /** After the end, and after that: by the nurse, and by the provider. */
  readonly closedMs: Duration;
  readonly signedMs: Duration;
}

export function drawCourse(seed: number, protocol: ClinicalProtocol): DrawnCourse {
  const draw = (key: string, n = 0): number => uniform(seed, `course-${key}`, n);
  const between = (from: number, to: number, key: string, n = 0): number =>
    Math.round(from + (to - from) * draw(key, n));
  const happens = (share: number, key: string): boolean => draw(key) < share;
  const minutes = (from: number, to: number, key: string): number => between(from * 60, to * 60, key) * SECOND;
  const isInfusion = protocol.treatment === 'infusion';

  const effects: readonly (readonly [effect: SideEffect, share: number, from: number, to: number])[] = [
    ['nausea', 0.17, 12, 50],
    ['vomiting', 0.04, 30, 55],
    ['dizziness', 0.22, 8, 40],
    ['headache', 0.1, 15, 60],
    ['anxiety', 0.07, 8, 35],
    ['dissociation', 0.35, 10, 35],
    ['sedation', isInfusion ? 0.05 : 0.3, 15, 45],
  ];
  const severity = (key: string) => {
    const drawn = draw(`${key}-severity`);
    return drawn < 0.65 ? 'mild' : drawn < 0.94 ? 'moderate' : 'severe';
  };
  const entries: [number, Entry][] = effects
    .filter(([effect, share]) => happens(share, effect))
    .map(([effect, , from, to]) => [
      minutes(from, to, `${effect}-at`),
      { kind: 'side-effect', effect, severity: severity(effect) },
    ]);
  const sick = entries.find(([, entry]) => entry.kind === 'side-effect' && entry.effect === 'nausea');
  if (sick && happens(0.6, 'antiemetic'))
    entries.push([
      sick[0] + 2 * MINUTE,
      { kind: 'intervention', intervention: 'antiemetic', text: 'ondansetron 4 mg' },
    ]);
  const score = (atMinute: number, scale: 'dissociation' | 'nausea', value: number): void => {
    entries.push([
      atMinute * MINUTE + between(0, 40, `${scale}-s`, atMinute) * SECOND,
      { kind: 'scale', scale, score: value },
    ]);
  };
  score(20, 'dissociation', between(1, 7, 'dissociation-20'));
  score(40, 'dissociation', between(0, 5, 'dissociation-40'));
  if (sick) score(25, 'nausea', between(3, 8, 'nausea-25'));
  if (!isInfusion) entries.push([40 * MINUTE, { kind: 'scale', scale: 'moaas', score: between(3, 5, 'moaas') }]);
  if (happens(0.2, 'note')) entries.push([minutes(5, 38, 'note-at'), { kind: 'note', text: 'Eyes closed, music on.' }]);

  const drawn = drawVisit(seed, { desaturations: 0.008 });
  const pauseAt = minutes(10, 28, 'pause-at');
  return {
    seed,
    protocol,
    scenario: {
      ...drawn,
      cuff: { atMs: [-7 * MINUTE, -4 * MINUTE], fromMs: 0, everyMs: 10 * MINUTE, failedShare: 0.04 },
      // The probe comes on a few minutes after the patient has sat down, so that it is seen going from off to on.
      faults: [{ kind: 'probe-off', atMs: OPENED_MS - MINUTE, forMs: 5 * MINUTE }, ...drawn.faults],
    },
    entries: entries.toSorted(([a], [b]) => a - b),
    ...(isInfusion &&
      happens(0.08, 'pause') && { pause: { atMs: pauseAt, forMs: between(60, 300, 'pause-for') * SECOND } }),
    ...(isInfusion &&
      happens(0.03, 'stop') && {
        stop: {
          atMs: minutes(15, 36, 'stop-at'),
          reason: happens(0.5, 'stop-why') ? 'patient-request' : 'side-effect',
        },
      }),
    reactionMs: (alert) =>
      draw('react', alert) < 0.04 ? null : Math.round(6_000 + 80_000 * draw('reaction', alert) ** 3),
    rideMs: between(3, 25, 'ride') * MINUTE,
    closedMs: between(2, 40, 'closed') * MINUTE,
    signedMs: between(20, 26 * 60, 'signed') * MINUTE,
  };
}

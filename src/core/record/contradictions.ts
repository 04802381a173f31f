/**
 * What in a record does not agree, each a sentence for a person (REC-105, REC-112). Shown, signed with, and never filled in: nothing here is
 * corrected, and what nobody recorded stays absent.
 */
import { isSamePerson } from '../care/care.ts';
import { inWords } from '../minutes.ts';
import { CRITERION } from '../words/labels.ts';
import { decimal } from '../words/number-words.ts';
import type { Treatment, VisitRecord } from './visit-record.ts';

/** What is known of the end, and as much more as whoever asks has: what is absent contradicts nothing. */
export type Disagreeing = Pick<VisitRecord, 'protocol' | 'setUp'> &
  Partial<Pick<VisitRecord, 'imported' | 'openedAt' | 'phases' | 'criteria' | 'entries' | 'emergencies'>> & {
    readonly treatment?: Treatment | undefined;
    readonly ended: Pick<VisitRecord['ended'], 'at' | 'ending' | 'escortName'>;
    /** Somebody said that it is this patient. Absent: not asked. */
    readonly isIdentified?: boolean;
    readonly hasBaseline?: boolean;
    /** BPs while it was given; of a nasal spray those since the first device. */
    readonly bpsInTreatment?: number;
    /** They came in once the record was signed. */
    readonly readingsAfterSignature?: number;
  };

export function contradictionsOf(of: Disagreeing): readonly string[] {
  const { ending } = of.ended;
  // It was somebody else's: nothing of it is to agree with anything.
  if (ending === 'wrong-patient') return [];
  // What nobody did here nobody can have left out.
  const byPeople = of.imported ? [] : [...who(of), ...leaving(of)];
  return [...amounts(of), ...course(of), ...byPeople, ...times(of), ...late(of)];
}

const late = ({ readingsAfterSignature: count = 0 }: Disagreeing): readonly string[] =>
  count === 0 ? [] : [`${count} ${count === 1 ? 'value' : 'values'} came in after it was signed.`];

const nameOf = ({ protocol }: Disagreeing): string =>
  protocol.treatment === 'infusion' ? 'infusion' : 'administration';

function amounts({ treatment, setUp, protocol }: Disagreeing): readonly string[] {
  const share = protocol.baseline.doseDisagreementShare;
  const isFar = (a: number, b: number): boolean => Math.abs(a - b) > b * share;
  const { estimatedMg, pumpMg, devices = [], doseMg } = treatment ?? {};
  const { doseMgPerKg, weightKg } = setUp;
  const byWeight = doseMgPerKg !== undefined && weightKg !== undefined ? doseMgPerKg * weightKg : undefined;
  return [
    estimatedMg !== undefined && pumpMg !== undefined && isFar(pumpMg, estimatedMg)
      ? [`The pump’s volume is ${pumpMg} mg, the estimate ${estimatedMg} mg.`]
      : [],
    setUp.doseMg !== undefined && byWeight !== undefined && isFar(setUp.doseMg, byWeight)
      ? [
          `The dose is ${decimal(setUp.doseMg)} mg; ${decimal(doseMgPerKg ?? 0, 2)} mg/kg × ${decimal(weightKg ?? 0)} kg is ${decimal(byWeight)} mg.`,
        ]
      : [],
    devices.length > 0 && setUp.doseMg !== undefined && doseMg !== undefined && isFar(doseMg, setUp.doseMg)
      ? [`${decimal(doseMg)} mg was given, ${decimal(setUp.doseMg)} mg was planned.`]
      : [],
  ].flat();
}

function course(of: Disagreeing): readonly string[] {
  const { treatment, protocol, ended, phases, bpsInTreatment, hasBaseline } = of;
  if (treatment === undefined) return [];
  const { endedAt, pauses, givenMs, plannedMs, stopReason, startedAt } = treatment;
  const share = protocol.baseline.doseDisagreementShare;
  const isInfusion = protocol.treatment === 'infusion';
  const toGoMs = startedAt + protocol.recovery.minimumMs - ended.at;
  return [
    endedAt === undefined ? [`The visit has ended; that the ${nameOf(of)} ended was never said.`] : [],
    endedAt !== undefined && pauses.some(({ to }) => to === undefined)
      ? ['The pump was paused, and that it went on was never said.']
      : [],
    isInfusion && endedAt !== undefined && givenMs > plannedMs * (1 + share)
      ? [`The pump ran ${inWords(givenMs)} of ${inWords(plannedMs)} planned.`]
      : [],
    isInfusion && stopReason === 'completed' && givenMs < plannedMs * (1 - share)
      ? [`It ended as finished after ${inWords(givenMs)} of ${inWords(plannedMs)} planned.`]
      : [],
    hasBaseline === false ? [`There is no baseline from before the ${nameOf(of)}.`] : [],
    bpsInTreatment === 0 ? [`No BP was taken ${isInfusion ? 'during the infusion' : 'after the first device'}.`] : [],
    phases?.at(-1)?.name === 'recovery' && ended.ending !== 'transferred'
      ? ['The visit has ended; that monitoring ended was never said.']
      : [],
    protocol.recovery.countsFrom === 'first-device' && toGoMs > 0 && ended.ending !== 'transferred'
      ? [
          `Left ${inWords(ended.at - startedAt)} after the first device; the protocol asks for ${inWords(protocol.recovery.minimumMs)}.`,
        ]
      : [],
  ].flat();
}

const who = ({ treatment, isIdentified, emergencies = [] }: Disagreeing): readonly string[] => [
  ...(treatment && isIdentified === false ? ['Who the patient is was never confirmed.'] : []),
  ...(emergencies.some(({ to }) => to === undefined) ? ['That the emergency is over was never said.'] : []),
];

function leaving({ ended, setUp, treatment, criteria = [] }: Disagreeing): readonly string[] {
  const { ending, escortName } = ended;
  const unmet = ending === 'home' ? criteria.filter(({ status }) => status === 'unmet') : [];
  return [
    unmet.length > 0 ? [`Went home without: ${unmet.map(({ criterion }) => CRITERION[criterion]).join(', ')}.`] : [],
    escortName !== undefined && setUp.ride && !isSamePerson(setUp.ride.name, escortName)
      ? [`Left with ${escortName}; the ride named was ${setUp.ride.name}.`]
      : [],
    treatment && ending === 'home' && escortName === undefined && !setUp.ridePlan
      ? ['Went home; with whom was never said.']
      : [],
  ].flat();
}

/** An entry's own time, not when it was typed. */
function times({ ended, openedAt, entries = [] }: Disagreeing): readonly string[] {
  const after = entries.filter(({ at }) => at > ended.at).length;
  const before = entries.filter(({ at }) => openedAt !== undefined && at < openedAt).length;
  return [
    ...(after > 0 ? [`${entriesText(after)} timed after the visit’s end.`] : []),
    ...(before > 0 ? [`${entriesText(before)} timed before the visit’s opening.`] : []),
  ];
}

const entriesText = (count: number): string => (count === 1 ? 'An entry is' : `${count} entries are`);

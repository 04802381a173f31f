/**
 * Every editable number outside the rules, by its path. `[]` is a place in a list. The ranges are Vigil's own, for the medical director to
 * confirm (docs/adr/0029): at the far end of each an alert is late, and still one that somebody hears.
 */
import type { Direction, FieldGroup } from './field.ts';
import type { FieldUnit } from './unit.ts';

/** Range in the shown unit. */
export interface FixedField {
  readonly group: FieldGroup;
  readonly of: string;
  readonly title: string;
  readonly unit: FieldUnit;
  readonly from: number;
  readonly to: number;
  readonly up?: Direction;
  /** Of the first place of a list, instead of `to`. */
  readonly firstTo?: number;
}

type Row = readonly [title: string, unit: FieldUnit, from: number, to: number, up?: Direction, firstTo?: number];

const rows = (group: FieldGroup, of: string, prefix: string, table: Readonly<Record<string, Row>>) =>
  Object.entries(table).map(([path, [title, unit, from, to, up, firstTo]]): readonly [string, FixedField] => [
    prefix === '' ? path : `${prefix}.${path}`,
    { group, of, title, unit, from, to, ...(up && { up }), ...(firstTo !== undefined && { firstTo }) },
  ]);

/** A pair of pressures. */
const pair = (path: string, title: string, up: Direction): Record<string, Row> => ({
  [`${path}.systolicMmHg`]: [`${title}, systolic`, 'mmHg', 100, 220, up],
  [`${path}.diastolicMmHg`]: [`${title}, diastolic`, 'mmHg', 60, 140, up],
});

export const FIXED_FIELDS: ReadonlyMap<string, FixedField> = new Map([
  ...rows('baseline', 'Baseline', 'baseline', {
    nibpCount: ['BP readings', 'points', 1, 4, 'stricter'],
    nibpMinApartMs: ['BP readings apart, at least', 'min', 0, 30],
    nibpMaxApartMs: ['BP readings apart, at most', 'min', 0, 60, 'looser'],
    nibpMaxAgeMs: ['age of a BP at the start, at most', 'min', 1, 120, 'looser'],
    medianWindowMs: ['SpO₂ and pulse: median of', 's', 1, 600],
  }),
  ...rows('baseline', 'Gate before the start', 'baseline.gate', {
    ...pair('repeatAbove', 'measured again above', 'looser'),
    ...pair('holdFrom', 'held for a provider at or above', 'looser'),
    ...pair('noStartFrom', 'no start at or above', 'looser'),
    repeatAfterMs: ['measured again after', 'min', 0, 30],
  }),
  ...rows('baseline', 'Asked again', 'baseline', {
    weightChangeShare: ['when the weight differs from the last visit’s by more than', 'share', 1, 50, 'looser'],
    doseDisagreementShare: ['when mg and mg/kg differ by more than', 'share', 1, 20, 'looser'],
  }),
  ...rows('infusion', 'Planned time', 'infusion', {
    plannedMs: ['as proposed', 'min', 1, 480],
    minPlannedMs: ['at least', 'min', 1, 480],
    maxPlannedMs: ['at most', 'min', 1, 480],
  }),
  ...rows('infusion', 'A pause', 'infusion', {
    pauseReminderMs: ['reminds after', 'min', 1, 30, 'later'],
    resumeBpMaxAgeMs: ['to resume, a BP no older than', 'min', 1, 60, 'looser'],
    ...pair('resumeNeedsProviderFrom', 'to resume, a provider at or above', 'looser'),
  }),
  ...rows('blood-pressure', 'During the treatment', 'infusion', {
    bpEveryMs: ['every', 'min', 1, 15, 'later'],
    'bpChoicesMs[]': ['may be set to every', 'min', 1, 15],
    'bpAtMs[]': ['after the first device', 'min', 0, 180, 'later', 60],
  }),
  ...rows('blood-pressure', 'In recovery', 'recovery', {
    'bpAtMs[]': ['after the stop', 'min', 0, 60, 'later', 10],
    bpThenEveryMs: ['then every', 'min', 1, 20, 'later'],
    bpExtendedEveryMs: ['when it was extended, every', 'min', 1, 15, 'later'],
  }),
  ...rows('blood-pressure', 'While BP is high', 'technical.bpRepeat', {
    highWithinMs: ['after a high one, again within', 's', 30, 300, 'later'],
    highEveryMs: ['while high, every', 's', 60, 600, 'later'],
    mediumEveryMs: ['while medium, every', 's', 60, 900, 'later'],
    untilBelow: ['until so many in a row are below', 'points', 1, 8, 'stricter'],
    afterFailureMs: ['a failed one again after', 's', 10, 120, 'later'],
    automaticRetries: ['tries by Vigil itself after a failed one', 'points', 0, 5],
  }),
  ...rows('blood-pressure', 'BP overdue', 'technical.cuffOverdue', {
    graceMs: ['told after', 's', 1, 300, 'later'],
    retryGraceMs: ['waits for a running retry for', 's', 0, 300, 'later'],
    highAfterIntervals: ['high after intervals without one', 'points', 1, 3, 'later'],
  }),
  ...rows('recovery', 'Recovery', 'recovery', {
    minimumMs: ['at least', 'min', 1, 480, 'stricter'],
    upperMarkMs: ['upper mark', 'min', 1, 480, 'later'],
    ...pair('noOverrideFrom', 'no override at or above', 'looser'),
  }),
  ...rows('discharge', 'BP', 'discharge', {
    bpWithinShare: ['within so much of the baseline', 'share', 1, 50, 'looser'],
    ...pair('bpBelow', 'below', 'looser'),
    systolicAtLeastMmHg: ['systolic at least', 'mmHg', 70, 120, 'stricter'],
    bpReadings: ['readings', 'points', 1, 5, 'stricter'],
    bpApartMs: ['readings apart, at least', 'min', 0, 30, 'stricter'],
    bpMaxAgeMs: ['age of the last, at most', 'min', 1, 60, 'looser'],
  }),
  ...rows('discharge', 'SpO₂', 'discharge', {
    spo2BelowBaselinePct: ['below the baseline by at most', '%', 0, 10, 'looser'],
    spo2HeldMs: ['held for', 's', 0, 600, 'stricter'],
    offOxygenMs: ['off oxygen for', 'min', 0, 120, 'stricter'],
  }),
  ...rows('discharge', 'Scales', 'discharge', {
    nauseaAtMost: ['nausea at most', 'points', 0, 10, 'looser'],
    dissociationAtMost: ['dissociation at most', 'points', 0, 10, 'looser'],
  }),
  ...rows('technical', 'No SpO₂', 'technical', {
    staleMs: ['a value is old, and grey, after', 's', 1, 10, 'later'],
    'noSpo2.lowMs': ['low after', 's', 1, 30, 'later'],
    'noSpo2.mediumMs': ['medium after', 's', 1, 45, 'later'],
    'noSpo2.highMs': ['high after', 's', 1, 120, 'later'],
    'noSpo2.backMs': ['ends when the signal is back for', 's', 1, 30, 'ends later'],
    'noSpo2.sparse.windowMs': ['seldom: within', 's', 60, 300, 'more sensitive'],
    'noSpo2.sparse.missingMs': ['seldom: missing for', 's', 1, 30, 'later'],
    keptOverAbsenceMs: ['a delay that has begun outlasts a missing value for', 's', 0, 60],
    'sameArm.absentMs': ['put down to the cuff on the same arm for', 's', 10, 120, 'later'],
    'attended.holdMs': ['“I’m with the patient” holds it for', 's', 30, 180, 'later'],
    'offMonitor.forMs': ['off the monitor for', 'min', 1, 10, 'later'],
    'offMonitor.neverLeftMs': ['off the monitor is over when a signal stays for', 's', 10, 120, 'later'],
  }),
  ...rows('technical', 'Devices and sound', 'technical', {
    'adapterLost.mediumMs': ['adapter lost after', 's', 1, 30, 'later'],
    'lowBattery.clearMs': ['“battery low” is over after', 's', 1, 600, 'ends later'],
    'sound.cannotMs': ['a chair that cannot sound is told after', 's', 1, 30, 'later'],
    'sound.nobodyMs': ['nobody can hear alerts: told after', 's', 1, 30, 'later'],
    'sound.backMs': ['over when it can sound again for', 's', 0, 60, 'ends later'],
  }),
  ...rows('undone', 'Pump not said to have finished', 'undone', {
    'pastEnd.lowMs': ['low after', 'min', 0, 15, 'later'],
    'pastEnd.mediumMs': ['medium after', 'min', 0, 30, 'later'],
  }),
  ...rows('undone', 'A pause', 'undone', { pauseMediumMs: ['medium after', 'min', 1, 45, 'later'] }),
  ...rows('undone', 'Upper mark of recovery passed', 'undone', {
    'upperMark.mediumMs': ['medium after', 'min', 0, 30, 'later'],
    'upperMark.toProviderMs': ['then to the provider after', 'min', 0.5, 15, 'later'],
  }),
  ...rows('escalation', 'High, nobody acknowledges', 'alarm.high', {
    toStationMs: ['sounds at the station after', 's', 1, 30, 'later'],
    toProviderMs: ['pages the provider after', 's', 5, 120, 'later'],
    unattendedToProviderMs: ['pages the provider, with nobody at the station, after', 's', 1, 60, 'later'],
    toSecondPersonMs: ['pages a second person after', 's', 5, 300, 'later'],
  }),
  ...rows('escalation', 'Medium, nobody acknowledges', 'alarm', {
    'medium.toStationMs': ['sounds at the station after', 's', 1, 120, 'later'],
    'technicalMedium.toStationMs': ['technical: sounds at the station after', 's', 1, 240, 'later'],
  }),
  ...rows('escalation', 'Acknowledged and still true', 'alarm.soundsAgain', {
    urgentMs: ['high, or no SpO₂: sounds again after', 's', 30, 180, 'later'],
    mediumMs: ['medium: sounds again after', 's', 30, 600, 'later'],
    spo2FallPct: ['sounds at once when SpO₂ falls by', '%', 1, 5, 'less sensitive'],
    bpWorseMmHg: ['sounds at once when a BP is worse by', 'mmHg', 1, 20, 'less sensitive'],
    'bpFrom.systolicMmHg': ['sounds at once with a BP at or above, systolic', 'mmHg', 100, 200, 'less sensitive'],
    'bpFrom.diastolicMmHg': ['sounds at once with a BP at or above, diastolic', 'mmHg', 60, 120, 'less sensitive'],
  }),
]);

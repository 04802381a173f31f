/**
 * How far the numbers of a rule may be set. Beyond these a level that is there would come too late, or never. All are Vigil's own, for the
 * medical director to confirm (docs/adr/0029); the shipped limits and their sources stand in the protocols.
 */
import type { Parameter, Priority, RuleLevel, VitalAlertKind } from '../clinical-protocol.ts';
import type { LimitName, LimitRange } from '../limits/limit-name.ts';
import { JUDGED_BY } from '../alerts/judged-by.ts';

export type Range = readonly [atLeast: number, atMost: number];
type Audible = Exclude<Priority, 'low'>;

/** Of a plain limit, in the parameter's unit. What is not named has the parameter's own range. */
const LIMITS: Readonly<Record<VitalAlertKind, Readonly<Record<Audible, Readonly<Partial<Record<Parameter, Range>>>>>>> =
  {
    'spo2-low': { medium: { spo2Pct: [85, 99] }, high: { spo2Pct: [80, 97] } },
    'pulse-high': { medium: { pulseBpm: [80, 150] }, high: { pulseBpm: [90, 170] } },
    'pulse-low': { medium: { pulseBpm: [40, 70] }, high: { pulseBpm: [35, 60] } },
    'bp-high': {
      medium: { systolicMmHg: [120, 180], diastolicMmHg: [70, 110] },
      high: { systolicMmHg: [140, 200], diastolicMmHg: [80, 120] },
    },
    'bp-low': {
      medium: { systolicMmHg: [80, 110], diastolicMmHg: [40, 70] },
      high: { systolicMmHg: [70, 100], diastolicMmHg: [35, 60] },
    },
    'rr-high': { medium: { respiratoryRatePerMin: [15, 40] }, high: { respiratoryRatePerMin: [20, 45] } },
    'rr-low': { medium: { respiratoryRatePerMin: [8, 16] }, high: { respiratoryRatePerMin: [6, 14] } },
    sedation: { medium: { moaas: [2, 4] }, high: { moaas: [1, 4] } },
  };

export const limitRange = (alert: VitalAlertKind, priority: Priority, of: Parameter): Range | undefined =>
  priority === 'low' ? undefined : LIMITS[alert][priority][of];

/** How far a limit may follow the baseline; the audible floor is the one under which a low BP would be told in shock. */
export function followRange(alert: VitalAlertKind, priority: Priority): Range {
  if (alert.endsWith('-high')) return [1, 1.6];
  return [priority === 'low' ? 0.5 : 0.7, 1];
}
export function offsetRange(of: Parameter): Range {
  if (of === 'spo2Pct') return [-10, 0];
  return of === 'systolicMmHg' || of === 'diastolicMmHg' ? [-60, 60] : [-40, 40];
}

/** The longest a level may wait, s: what is high must not be slow, and a low SpO2 is not waited for in poor signal either. */
export function mostDelayS(
  alert: VitalAlertKind,
  priority: Priority,
  key: 'delayMs' | 'poorSignalDelayMs' | 'movedDelayMs',
) {
  // A dip while the finger moves lasts up to 20 s (docs/adr/0011-movement.md).
  if (priority === 'high') return key === 'movedDelayMs' ? 20 : 15;
  if (priority === 'low') return 300;
  return alert.startsWith('rr-') ? 60 : 30;
}

/** What is over in less would be over before its sound. A cuff's value and an entry have none. */
export const leastClearS = (alert: VitalAlertKind, { priority }: Pick<RuleLevel, 'priority'>): number =>
  priority === 'low' || JUDGED_BY[alert].reading !== 'oximetry' ? 0 : 5;

/** How far a protocol may let a provider go for one patient: an act with a name, a reason and an end. */
export const PATIENT_RANGES: Readonly<Record<LimitName, LimitRange>> = {
  'spo2-low-medium': { atLeast: 80, atMost: 99 },
  'spo2-low-high': { atLeast: 75, atMost: 97 },
  'pulse-high-medium': { atLeast: 80, atMost: 160 },
  'pulse-high-high': { atLeast: 90, atMost: 180 },
  'pulse-low-medium': { atLeast: 35, atMost: 80 },
  'pulse-low-high': { atLeast: 30, atMost: 70 },
  'systolic-high-medium': { atLeast: 110, atMost: 180 },
  'systolic-high-high': { atLeast: 120, atMost: 200 },
  'diastolic-high-medium': { atLeast: 60, atMost: 110 },
  'diastolic-high-high': { atLeast: 70, atMost: 120 },
  'systolic-low-medium': { atLeast: 75, atMost: 120 },
  'systolic-low-high': { atLeast: 65, atMost: 110 },
  'rr-high-medium': { atLeast: 15, atMost: 40 },
  'rr-high-high': { atLeast: 15, atMost: 45 },
  'rr-low-medium': { atLeast: 7, atMost: 20 },
  'rr-low-high': { atLeast: 5, atMost: 16 },
};

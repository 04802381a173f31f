import type { Parameter, VitalAlertKind } from '../clinical-protocol.ts';

/** `entry`: what a person entered. */
export type JudgedFrom = 'oximetry' | 'nibp' | 'entry';

/** Which readings a rule judges. `checkProtocol` refuses a rule that compares anything else. */
export const JUDGED_BY: Readonly<
  Record<VitalAlertKind, { readonly reading: JudgedFrom; readonly parameters: readonly Parameter[] }>
> = {
  'spo2-low': { reading: 'oximetry', parameters: ['spo2Pct'] },
  'pulse-high': { reading: 'oximetry', parameters: ['pulseBpm'] },
  'pulse-low': { reading: 'oximetry', parameters: ['pulseBpm'] },
  'rr-high': { reading: 'oximetry', parameters: ['respiratoryRatePerMin'] },
  'rr-low': { reading: 'oximetry', parameters: ['respiratoryRatePerMin'] },
  'bp-high': { reading: 'nibp', parameters: ['systolicMmHg', 'diastolicMmHg'] },
  'bp-low': { reading: 'nibp', parameters: ['systolicMmHg', 'diastolicMmHg'] },
  sedation: { reading: 'entry', parameters: ['moaas'] },
};

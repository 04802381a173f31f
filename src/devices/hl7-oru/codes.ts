/**
 * What an observation is of, by its number *and* its name, since monitors are known to have one of them wrong.
 * Numbers: ISO/IEEE 11073-10101 (partition × 65536 + term; Philips writes both in hex, `0002-4bb8`), and Edan's own.
 * Names beside those of the standard are as found in published messages of these makers.
 */
export type Vital =
  | 'spo2'
  | 'pulse'
  /** Of the ECG. */
  | 'heart'
  | 'perfusion'
  | 'respiration'
  | 'systolic'
  | 'diastolic'
  | 'mean'
  /** Of the cuff. */
  | 'cuffPulse';

type Entry = readonly [code: number, vital: Vital, names: readonly string[]];

const MDC: readonly Entry[] = [
  [150456, 'spo2', ['MDC_PULS_OXIM_SAT_O2', 'SpO2']],
  [149530, 'pulse', ['MDC_PULS_OXIM_PULS_RATE']],
  // Comen's, under the number of a pulse rate from an artery.
  [149522, 'pulse', ['MDC_PULS_RATE']],
  [149514, 'pulse', ['MDC_PULS_RATE', 'Pulse']],
  [149538, 'pulse', ['MDC_PLETH_PULS_RATE']],
  [147842, 'heart', ['MDC_ECG_HEART_RATE', 'MDC_ECG_CARD_BEAT_RATE', 'HR', 'HR_Pulse']],
  [150448, 'perfusion', ['MDC_PULS_OXIM_PERF_REL', 'Perf']],
  [150488, 'perfusion', ['MDC_BLD_PERF_INDEX', 'MDC_PULS_OXIM_PERF_INDEX']],
  [151562, 'respiration', ['MDC_RESP_RATE', 'RR']],
  [151552, 'respiration', ['Resp']],
  [151578, 'respiration', ['MDC_TTHOR_RESP_RATE']],
  [150021, 'systolic', ['MDC_PRESS_BLD_NONINV_SYS', 'NBPs']],
  [150022, 'diastolic', ['MDC_PRESS_BLD_NONINV_DIA', 'NBPd']],
  [150023, 'mean', ['MDC_PRESS_BLD_NONINV_MEAN', 'NBPm']],
  [150301, 'systolic', ['MDC_PRESS_CUFF_SYS']],
  [150302, 'diastolic', ['MDC_PRESS_CUFF_DIA']],
  [150303, 'mean', ['MDC_PRESS_CUFF_MEAN']],
  [149546, 'cuffPulse', ['MDC_PULS_RATE_NON_INV']],
];

const EDAN: readonly Entry[] = [
  [131072, 'heart', ['ECG_HR']],
  [327680, 'spo2', ['SPO2_SPO2']],
  [327681, 'pulse', ['SPO2_PR']],
  [393216, 'systolic', ['NIBP_SYS']],
  [393217, 'diastolic', ['NIBP_DIA']],
  [393218, 'mean', ['NIBP_MEAN', 'NIBP_MAP']],
  [393219, 'cuffPulse', ['NIBP_PR']],
];

interface Codes {
  readonly byCode: ReadonlyMap<number, Vital>;
  readonly byName: ReadonlyMap<string, Vital>;
}

const codesOf = (entries: readonly Entry[]): Codes => ({
  byCode: new Map(entries.map(([code, vital]) => [code, vital])),
  byName: new Map(entries.flatMap(([, vital, names]) => names.map((name) => [name.toUpperCase(), vital] as const))),
});

const STANDARD = codesOf(MDC);
const EDANS = codesOf(EDAN);

/** The row of a whole cuff measurement, whose time stamp its values inherit. */
export const CUFF_FACET = 150020;

const PHILIPS = /^([0-9a-f]{4})-([0-9a-f]{4})$/i;

/** The number of a code or unit, in decimal or as Philips writes it. */
export function codeNumber(text: string): number | undefined {
  const philips = PHILIPS.exec(text);
  if (philips) return Number.parseInt(`${philips[1]}${philips[2]}`, 16);
  return /^\d{4,10}$/.test(text) ? Number(text) : undefined;
}

export type Identified =
  | { readonly vital: Vital; /** Number and name differ; the name was believed. */ readonly doubtful?: true }
  /** Number and name are of two different things: neither can be believed. */
  | 'conflict';

/** @param components of OBX-3: code, name, coding system. @returns undefined for what Vigil has no use for. */
export function identify([codeText = '', name = '', system = '']: readonly string[]): Identified | undefined {
  const isEdan = system === 'EHC';
  const { byCode, byName } = isEdan ? EDANS : STANDARD;
  const code = codeNumber(codeText);
  const ofCode = code === undefined ? undefined : byCode.get(code);
  // Bare labels (SpO2, HR) count in the coding systems that define them; a name of the standard speaks for itself.
  const isName = name.startsWith('MDC_') || isEdan || system === 'MDIL' || system === 'MDC';
  const ofName = isName ? byName.get(name.toUpperCase()) : undefined;
  if (ofCode !== undefined && ofName !== undefined) return ofCode === ofName ? { vital: ofCode } : 'conflict';
  // The number of a vital sign under the standard's name for something else.
  if (ofCode !== undefined) return name.startsWith('MDC_') ? 'conflict' : { vital: ofCode };
  if (ofName === undefined) return undefined;
  return code === undefined ? { vital: ofName } : { vital: ofName, doubtful: true };
}

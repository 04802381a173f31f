import type { Comparison, Parameter } from '../clinical-protocol.ts';
import type { Alert, AlertKind } from './alert.ts';

export const PARAMETER_LABEL: Readonly<Record<Parameter, string>> = {
  spo2Pct: 'SpO₂',
  pulseBpm: 'Pulse',
  respiratoryRatePerMin: 'RR',
  systolicMmHg: 'SYS',
  diastolicMmHg: 'DIA',
  moaas: 'MOAA/S',
};
export const COMPARISON_SIGN: Readonly<Record<Comparison, string>> = { '<': '<', '<=': '≤', '>': '>', '>=': '≥' };
export const ALERT_TITLE: Readonly<Record<AlertKind, string>> = {
  'spo2-low': 'SpO₂ low',
  'pulse-high': 'Pulse high',
  'pulse-low': 'Pulse low',
  'bp-high': 'BP high',
  'bp-low': 'BP low',
  'rr-high': 'RR high',
  'rr-low': 'RR low',
  sedation: 'Sedation',
  'no-spo2': 'No SpO₂',
  'cuff-overdue': 'BP overdue',
  'adapter-lost': 'Adapter lost',
  'clock-stepped': 'Clock stepped',
  'not-recorded': 'Not recorded',
  'adapter-storage': 'Adapter storage nearly full',
  'screen-cannot-sound': 'Chair cannot sound',
  'nobody-listening': 'Nobody can hear alerts',
  'page-failed': 'Nobody was paged',
  'not-judged': 'Not judged',
  'low-battery': 'Battery low',
  'infusion-past-end': 'Past its planned end',
  'pause-long': 'Paused for long',
  'recovery-overdue': 'Recovery past its upper mark',
};

/** At most one decimal: a limit that follows the baseline is rarely a whole number. */
const figure = (value: number): string => String(Math.round(value * 10) / 10);

/**
 * A limit that follows the baseline is rarely a whole number, and what is measured is one: `> 102.7` is met by the same numbers as
 * `> 102`, and `< 52.3` as `< 53`. So rounded, what is written is as true as the rule.
 */
function limitFigure({ extreme, is, limit }: NonNullable<Alert['excess']>): string {
  if (!Number.isInteger(extreme)) return figure(limit);
  return String(is === '>' || is === '<=' ? Math.floor(limit) : Math.ceil(limit));
}

/** The extreme against the limit, `SpO₂ 84 < 90`; without a number, what is wrong: `No SpO₂`. */
export function alertText(alert: Pick<Alert, 'kind' | 'excess'>): string {
  const { excess } = alert;
  if (excess === undefined) return ALERT_TITLE[alert.kind];
  return `${PARAMETER_LABEL[excess.of]} ${figure(excess.extreme)} ${COMPARISON_SIGN[excess.is]} ${limitFigure(excess)}`;
}

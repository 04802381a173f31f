/** The limits of one patient as rows: each with its medium and its high number. */
import { COMPARISON_SIGN } from '#core/alerts/text.ts';
import type { LimitName, LimitsChanged } from '#core/limits/limit-name.ts';
import { LIMIT_PLACE } from '#core/limits/limit-table.ts';
import { limitTitle } from '#core/limits/limit-words.ts';
import type { SettableLimit, WantedLimits } from '#core/limits/settable.ts';
import type { Parameter } from '#core/clinical-protocol.ts';
import { changeText } from '#core/words/order-words.ts';
import { numberIn } from '../components/format.ts';

export { changeText };

export const UNIT: Readonly<Record<Parameter, string>> = {
  spo2Pct: '%',
  pulseBpm: '/min',
  respiratoryRatePerMin: '/min',
  systolicMmHg: 'mmHg',
  diastolicMmHg: 'mmHg',
  moaas: '',
};

export interface LimitRow {
  readonly title: string;
  readonly unit: string;
  readonly limits: readonly SettableLimit[];
}

export function limitRows(settable: readonly SettableLimit[]): readonly LimitRow[] {
  const titles = [...new Set(settable.map(({ name }) => limitTitle(name)))];
  return titles.map((title) => {
    const limits = settable.filter(({ name }) => limitTitle(name) === title);
    const of = limits[0] && LIMIT_PLACE[limits[0].name].of;
    return { title, unit: of ? UNIT[of] : '', limits };
  });
}

export const priorityOf = (name: LimitName): 'medium' | 'high' => LIMIT_PLACE[name].priority;

/** What is typed, for the core to judge: NaN where it is no number. */
export const wantedOf = (typed: Readonly<Partial<Record<LimitName, string>>>): WantedLimits =>
  Object.fromEntries(Object.entries(typed).map(([name, text]) => [name, numberIn(text) ?? NaN]));

/** A line of the log. */
export const changedText = ({ byName, reason, changes }: LimitsChanged): string =>
  `Limits changed by ${byName}: ${changes.map(changeText).join('; ')}. Reason: ${reason}`;

export const signed = ({ is }: SettableLimit, limit: number): string => `${COMPARISON_SIGN[is]} ${limit}`;

import { LIMIT_PLACE } from './limit-table.ts';
import type { LimitName } from './limit-name.ts';

const TITLE: Readonly<Record<LimitName, string>> = {
  'spo2-low-medium': 'SpO₂ low',
  'spo2-low-high': 'SpO₂ low',
  'pulse-high-medium': 'Pulse high',
  'pulse-high-high': 'Pulse high',
  'pulse-low-medium': 'Pulse low',
  'pulse-low-high': 'Pulse low',
  'systolic-high-medium': 'SYS high',
  'systolic-high-high': 'SYS high',
  'diastolic-high-medium': 'DIA high',
  'diastolic-high-high': 'DIA high',
  'systolic-low-medium': 'SYS low',
  'systolic-low-high': 'SYS low',
  'rr-high-medium': 'RR high',
  'rr-high-high': 'RR high',
  'rr-low-medium': 'RR low',
  'rr-low-high': 'RR low',
};

/** `SpO₂ low, medium priority`. */
export const limitWords = (name: LimitName): string => `${TITLE[name]}, ${LIMIT_PLACE[name].priority} priority`;
/** `SpO₂ low`: of both its levels. */
export const limitTitle = (name: LimitName): string => TITLE[name];

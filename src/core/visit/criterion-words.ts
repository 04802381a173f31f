/** A discharge criterion as it is named in a sentence. */
import type { Criterion } from '../discharge.ts';

export const CRITERION_WORDS: Readonly<Record<Criterion, string>> = {
  'minimum-time': 'the minimum time',
  'bp-stable': 'a stable BP',
  'spo2-on-air': 'SpO₂ on room air',
  'off-oxygen': 'time off oxygen',
  'responds-normally': 'responds normally',
  'nausea-mild': 'nausea at most mild',
  'dissociation-resolved': 'dissociation resolved',
  'ride-home': 'the ride home',
  oriented: 'oriented',
  'steady-gait': 'steady gait',
  'iv-out': 'IV out',
  'instructions-given': 'instructions given',
};

export const named = (criteria: readonly Criterion[]): string =>
  criteria.map((criterion) => CRITERION_WORDS[criterion]).join(', ');

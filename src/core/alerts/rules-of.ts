import type { VitalRule } from '../clinical-protocol.ts';
import type { VisitState } from '../visit-state.ts';

/**
 * The rules this visit is judged by: its protocol's, with the limits a provider changed for this patient laid over (AL-150). Every reader of
 * a rule reads it here. Laid over once, when a change is folded, so that a reading costs nothing more.
 */
export const rulesOf = ({ protocol, limits }: Pick<VisitState, 'protocol' | 'limits'>): readonly VitalRule[] =>
  limits?.rules ?? protocol.rules;

import type { OrderableType } from './verbal-order.ts';

/** What was ordered by word of mouth, as a verb. */
export const ORDERED: Readonly<Record<OrderableType, string>> = {
  'hold:approve': 'start in spite of the hold',
  'baseline:correct': 'correct the baseline',
  'limits:change': 'change limits',
  'recovery:decide': 'go on with recovery',
  'criterion:override': 'set a criterion aside',
};

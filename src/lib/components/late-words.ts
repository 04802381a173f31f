/** When and why nobody could see it: `at 14:03 while disconnected`. */
import type { LateWhy } from '#core/late/excursion.ts';
import type { Instant } from '#core/reading.ts';

const WHY: Readonly<Record<LateWhy, string>> = {
  disconnected: 'while disconnected',
  late: 'in readings that came late',
};

export const lateWords = (why: LateWhy, from: Instant, clock: (at: Instant) => string): string =>
  `at ${clock(from)} ${WHY[why]}`;

export const whyLate = (why: LateWhy): string => WHY[why];

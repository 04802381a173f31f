/** Why a value is not live, as written under it: `no signal`, `off monitor, 3:20 left`. */
import type { Instant } from '#core/reading.ts';
import type { VitalView } from '#core/view.ts';
import { left } from './format.ts';

export const reasonOf = (vital: Exclude<VitalView, { readonly status: 'live' }>, now: Instant): string =>
  vital.until === undefined ? vital.reason : `${vital.reason}, ${left(vital.until - now)} left`;

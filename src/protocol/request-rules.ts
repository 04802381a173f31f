/** A request without a rule, and a rule without a request, do not compile. */
import { REQUEST_RULES } from '#core/access/requests.ts';
import type { RequestRule } from '#core/access/requests.ts';
import type { ScreenToServer } from './screen-events.ts';

export const requestRules: { readonly [Request in keyof ScreenToServer]: RequestRule } =
  REQUEST_RULES satisfies Readonly<Record<Exclude<keyof typeof REQUEST_RULES, keyof ScreenToServer>, never>>;

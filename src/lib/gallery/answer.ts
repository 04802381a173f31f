/** What a page of fixtures answers to every tap: done, or with `&refuse` that nobody is named. */
import { NOBODY_NAMED } from '#core/nobody-named.ts';
import type { Refusal } from '#core/refusal.ts';

export const answerOf = (wish: URLSearchParams) => async (): Promise<Refusal | null> =>
  wish.has('refuse') ? { code: 'not-allowed', message: NOBODY_NAMED } : null;

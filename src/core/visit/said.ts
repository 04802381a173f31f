/** A reason that says nothing is no reason. */
import type { Result } from '../refusal.ts';
import { accept, refuse } from '../refusal.ts';

/** The text without blanks around it; refused as `not-ready` when nothing is left. */
export function said(text: string | undefined, what: string): Result<string> {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' ? refuse('not-ready', `${what} is missing: enter it.`) : accept(trimmed);
}

/** Why the file of the quality page did not come. */
import type { ExportWords } from '../audit/export.svelte.ts';

export const EXPORT_WORDS: ExportWords = {
  why: {
    401: 'Nobody is signed in: sign in, then export again.',
    423: 'This screen is locked: enter your PIN or password, then export again.',
    503: 'Visits are still being read: try again in a moment.',
  },
  noAnswer: 'The weeks could not be exported: try again.',
};

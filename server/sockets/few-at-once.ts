/** Questions that a reader thread answers: one screen asks a few at a time, and no more wait for it. */
import { refuse } from '#core/refusal.ts';

const tooMany = refuse('too-many', 'This screen asks for too much at once: wait for the answers before you ask again.');

/** @returns what asks, or refuses while `most` questions of this screen are under way */
export function fewAtOnce(most: number): <T>(ask: () => Promise<T>) => Promise<T | typeof tooMany> {
  let asked = 0;
  return async (ask) => {
    if (asked >= most) return tooMany;
    asked += 1;
    try {
      return await ask();
    } finally {
      asked -= 1;
    }
  };
}

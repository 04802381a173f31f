/** When the tiles count on: each once a second, a quarter of them at each step of the clock, so that a wall never moves all at once. */

const SECOND_MS = 1_000;
const TURNS = 4;

/** The time this tile shows its ages and countdowns by: that of its last turn, less than a second ago. @param now clinic time, ms */
export function turnOf(index: number, now: number): number {
  const offset = (index % TURNS) * (SECOND_MS / TURNS);
  return Math.floor((now - offset) / SECOND_MS) * SECOND_MS + offset;
}

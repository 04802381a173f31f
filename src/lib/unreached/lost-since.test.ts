import { expect, test } from 'vitest';
import { keptIn } from '../live/kept.ts';
import { keepLostSince, LOST_SINCE } from './lost-since.ts';

test('UI-281 since when is kept from the first moment of a loss, and forgotten when it is over', () => {
  const stored = new Map<string, string>();
  const session = keptIn({
    getItem: (key) => stored.get(key) ?? null,
    setItem: (key, value) => void stored.set(key, value),
    removeItem: (key) => void stored.delete(key),
  });
  keepLostSince(session, true, () => 1_000);
  keepLostSince(session, true, () => 2_000);
  expect(session.read(LOST_SINCE)).toBe(1_000);
  keepLostSince(session, false, () => 3_000);
  expect(session.read(LOST_SINCE)).toBeNull();
});

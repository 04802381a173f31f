import { expect, it } from 'vitest';
import { createNewId } from './new-id.ts';

it('WS-24 ids are UUIDs of version 7 and sort by when they were made, however many a millisecond', () => {
  const newId = createNewId(() => 1_772_460_000_000);
  const ids = Array.from({ length: 10_000 }, newId);
  expect(ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toBe(
    true,
  );
  expect(ids).toEqual([...ids].sort());
  expect(new Set(ids).size).toBe(ids.length);
  expect(parseInt((ids[0] ?? '').replace('-', '').slice(0, 12), 16)).toBe(1_772_460_000_000);
});

it('WS-24 a wall clock that goes back does not bring ids out of order', () => {
  const walls = [2_000, 1_000, 1_500, 3_000];
  const newId = createNewId(() => walls.shift() ?? 0);
  const ids = [newId(), newId(), newId(), newId()];
  expect(ids).toEqual([...ids].sort());
});

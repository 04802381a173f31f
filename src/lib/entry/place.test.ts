import { describe, expect, test } from 'vitest';
import type { Kept } from '../live/kept.ts';
import { keepPlace, keptPlace, placeHref, type Place } from './place.ts';

function memory(): Kept {
  const values = new Map<string, unknown>();
  return {
    read: <T>(key: string) => (values.get(key) as T | undefined) ?? null,
    keep: (key, value) => void values.set(key, value),
    forget: (key) => void values.delete(key),
  };
}
const chairs = [{ chairId: 'c1' }];

describe('UI-58 a screen’s place', () => {
  test.each<[Place, string]>([
    [{ kind: 'station' }, '/station'],
    [{ kind: 'chair', chairId: 'c1' }, '/chair/c1'],
  ])('UI-58 %j is remembered and leads to %s', (place, href) => {
    const kept = memory();
    keepPlace(kept, place);
    expect(keptPlace(kept, chairs)).toEqual(place);
    expect(placeHref(place)).toBe(href);
  });
  test('UI-58 a chair that is gone is no place, nothing kept neither, nonsense neither', () => {
    const kept = memory();
    expect(keptPlace(kept, chairs)).toBeNull();
    keepPlace(kept, { kind: 'chair', chairId: 'c9' });
    expect(keptPlace(kept, chairs)).toBeNull();
    kept.keep('vigil.place', { kind: 'chair', chairId: 7 });
    expect(keptPlace(kept, chairs)).toBeNull();
  });
});

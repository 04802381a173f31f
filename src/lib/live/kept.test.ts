import { describe, expect, test } from 'vitest';
import { keptIn } from './kept.ts';

describe('UI-45 what a screen remembers', () => {
  test('UI-45 is there at the next load', () => {
    const items = new Map<string, string>();
    const kept = keptIn({
      getItem: (key) => items.get(key) ?? null,
      setItem: (key, value) => void items.set(key, value),
      removeItem: (key) => void items.delete(key),
    });
    kept.keep('place', { kind: 'station' });
    expect(kept.read('place')).toEqual({ kind: 'station' });
    kept.forget('place');
    expect(kept.read('place')).toBeNull();
  });
  test('UI-45 a storage that is full, forbidden or spoilt breaks nothing', () => {
    const refuse = (): never => {
      throw new DOMException('no');
    };
    const kept = keptIn({ getItem: () => '{not json', setItem: refuse, removeItem: refuse });
    kept.keep('a', 1);
    kept.forget('a');
    expect(kept.read('a')).toBeNull();
  });
});

import { describe, expect, test } from 'vitest';
import { EVENT_REGISTRY, EVENT_VERSIONS, upcast, whyUnknown } from './event-registry.ts';
import type { EventRegistry } from './event-registry.ts';
import { toEvent } from './rows.ts';

/** A later Vigil: notes got an author, then the type a new name. */
const later: EventRegistry = {
  versions: { 'remark-made': 1 },
  upcasters: {
    'note-taken@1': { type: 'note-taken', version: 2, body: (body) => ({ ...body, byName: 'not recorded' }) },
    'note-taken@2': { type: 'remark-made', version: 1, body: ({ text, byName }) => ({ remark: text, byName }) },
  },
};

describe('JR-17 an older event is brought forward, step by step, when it is read', () => {
  test.each([
    [1, { text: 'tired' }, { remark: 'tired', byName: 'not recorded' }],
    [2, { text: 'tired', byName: 'Rosa' }, { remark: 'tired', byName: 'Rosa' }],
  ])('JR-17 from version %i', (version, body, expected) => {
    expect(upcast({ type: 'note-taken', version, body }, later)).toEqual({
      type: 'remark-made',
      version: 1,
      body: expected,
    });
    const row = { type: 'note-taken', version, at: 5, actor: '{"kind":"system"}', body: JSON.stringify(body) };
    expect(toEvent(row, later)).toEqual({ type: 'remark-made', ...expected, at: 5, actor: { kind: 'system' } });
  });

  test('JR-17 the present version stays as it is', () => {
    const stored = { type: 'remark-made', version: 1, body: { remark: 'tired' } };
    expect(upcast(stored, later)).toEqual(stored);
  });
});

describe('JR-18 what cannot be read is named', () => {
  test.each([
    ['note-taken', 1, undefined],
    ['remark-made', 1, undefined],
    ['remark-made', 2, 'it holds "remark-made" events of version 2; this Vigil knows version 1'],
    ['dream-told', 1, 'it holds events of type "dream-told", which this Vigil does not know'],
  ])('JR-18 %s version %i', (type, version, sentence) => {
    expect(whyUnknown(type, version, later)).toBe(sentence);
  });

  test('JR-18 everything this build writes, it reads', () => {
    for (const [type, version] of Object.entries(EVENT_VERSIONS))
      expect(whyUnknown(type, version, EVENT_REGISTRY)).toBeUndefined();
  });
});

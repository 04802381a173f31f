import { expect, test } from 'vitest';
import type { Reach, Standing } from '#core/access/reach.ts';
import type { TapPlace } from '#core/alerts/alert.ts';
import { tapPlace } from './tap-place.ts';

const chair: Standing = { kind: 'chair', chairId: 'chair-1' };

test.each<[string, TapPlace, Standing | undefined, Reach, TapPlace]>([
  ['the chair’s own screen', 'chair', chair, 'own', 'chair'],
  ['another chair’s page on it', 'chair', chair, 'other', 'station'],
  ['a browser that is not enrolled', 'chair', undefined, 'other', 'station'],
  ['a chair’s page on a station', 'chair', { kind: 'station' }, 'own', 'station'],
  ['a demo’s page of a chair', 'chair', { kind: 'anywhere' }, 'own', 'chair'],
  ['a phone', 'phone', undefined, 'other', 'phone'],
  ['a station’s page on a chair’s screen', 'station', chair, 'own', 'station'],
])('SEC-186 a tap at %s', (_what, claimed, place, reach, expected) => {
  expect(tapPlace(claimed, place, reach)).toBe(expected);
});

import { expect, test } from 'vitest';
import type { Role } from '../actor.ts';
import { maySeeClinics } from './may-see-clinics.ts';
import type { Viewer } from './may-see.ts';

test.each<[Viewer['place'], Role | undefined, boolean]>([
  [{ kind: 'station' }, 'provider', true],
  [{ kind: 'anywhere' }, 'provider', true],
  [{ kind: 'chair', chairId: 'c' }, 'provider', false],
  [null, 'provider', false],
  [undefined, 'provider', false],
  [{ kind: 'station' }, 'nurse', false],
  [{ kind: 'station' }, 'administrator', false],
  [{ kind: 'station' }, undefined, false],
])('ND-32 at %j a %s sees other clinics: %s', (place, role, may) => {
  const seen = maySeeClinics({ place, role });
  expect(seen.ok).toBe(may);
  if (!seen.ok) expect(seen.refusal.message).toMatch(/station|provider|sign in/);
});

import { expect, test } from 'vitest';
import { nurse } from '../../tests/support/visit-builder.ts';
import { nameOf } from './actor.ts';

test.each([
  [nurse, 'N. Okafor'],
  [{ kind: 'screen', screenId: 'screen-1' }, 'unidentified'],
  [{ kind: 'adapter', adapterId: 'north' }, 'adapter north'],
  [{ kind: 'system' }, 'Vigil'],
] as const)('SEC-5 the record names %j as %s', (actor, name) => {
  expect(nameOf(actor)).toBe(name);
});

import { describe, expect, test } from 'vitest';
import { isOwnFault, reloadAfter } from './own-fault.ts';

describe('UI-285 what counts as a failure of the page', () => {
  test.each([
    ['its own code', new TypeError("Cannot read properties of undefined (reading 'phase')"), true],
    ['a bug that says so', new Error('no such step'), true],
    ['a script that could not be had', new TypeError('Failed to fetch dynamically imported module: /_app/x.js'), false],
    ['the same in another browser', new TypeError('Importing a module script failed.'), false],
    ['its style', new Error('Unable to preload CSS for /_app/x.css'), false],
    ['sound refused by the browser', new DOMException('play() failed', 'NotAllowedError'), false],
    ['an observer that took two turns', undefined, false],
    ['a thing that is no error', 'stopped', false],
  ])('%s', (_, thrown, is) => expect(isOwnFault(thrown)).toBe(is));

  test.each([
    ['the first time', null, 5_000],
    ['again within a minute', 940_001, 30_000],
    ['after a minute', 940_000, 5_000],
    ['a clock that was set back', 1_000_001, 5_000],
  ])('it loads again soon, later when it keeps failing: %s', (_, failedAt, afterMs) =>
    expect(reloadAfter(failedAt, 1_000_000)).toBe(afterMs),
  );
});

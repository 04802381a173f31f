import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clinicTimeIn } from './clinic-time.ts';

test.each([
  ['UTC', Date.UTC(2026, 2, 2, 14), '2026-03-02T14:00:00.000+00:00'],
  ['Europe/Berlin', Date.UTC(2026, 2, 2, 14, 0, 5, 250), '2026-03-02T15:00:05.250+01:00'],
  ['America/St_Johns', Date.UTC(2026, 0, 1, 2), '2025-12-31T22:30:00.000-03:30'],
  ['Asia/Kathmandu', Date.UTC(2026, 0, 1), '2026-01-01T05:45:00.000+05:45'],
  // The hour that comes twice is told apart by its offset.
  ['Europe/Berlin', Date.UTC(2026, 9, 25, 0, 59, 59), '2026-10-25T02:59:59.000+02:00'],
  ['Europe/Berlin', Date.UTC(2026, 9, 25, 1, 0, 0), '2026-10-25T02:00:00.000+01:00'],
] as const)('REC-132 in %s', (timeZone, at, text) => {
  expect(clinicTimeIn(timeZone)(at)).toBe(text);
});

test('REC-132 it is the same instant again, everywhere', () => {
  const anywhere = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
  const instant = fc.integer({ min: Date.UTC(1975, 0, 1), max: Date.UTC(2100, 0, 1) });
  fc.assert(fc.property(anywhere, instant, (timeZone, at) => Date.parse(clinicTimeIn(timeZone)(at)) === at));
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyStart, anySteps, go } from '../../../tests/support/any-visit.ts';
import { chairView } from '../view.ts';
import type { ChairView } from '../view.ts';
import { groupChange, groupTileOf } from './group-tile.ts';

const chair = { chairId: 'chair-1', name: 'Chair 1' };
const patient = { patientId: 'p-77', name: 'Wilhelmina Quast', birthDate: '1947-05-23', recordNumber: 'MRN-77441' };

/** What decides which fields there are. */
const SHAPE = ['status', 'treatment'];
/** Each text is where it stands. */
function marked(value: unknown, path = ''): unknown {
  if (typeof value === 'string') return `⟦${path}⟧`;
  if (Array.isArray(value)) return value.map((each) => marked(each, `${path}[]`));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => {
      const isShape = SHAPE.includes(key) || (path === 'phase' && key === 'name');
      return [key, isShape ? each : marked(each, path === '' ? key : `${path}.${key}`)];
    }),
  );
}

/** Every text that may leave a clinic. Who acknowledged an alert is a name of its staff, as tiles show it. */
const TOLD = [
  /^chair\.(chairId|name)$/,
  /^phase\.(ending|decision)$/,
  /^(spo2|pulse)\.(reason|quality)$/,
  /^alerts\[\]\.(alertId|kind|priority|parameter|at|text|detail|condition|escalatedTo|acknowledged\.(byName|place))$/,
  /^latched\[\]\.(alertId|kind|text|late)$/,
  /^providerCall\.callId$/,
  /^readiness\.(gate|gateMessage)$/,
  /^sound\.(chair|station|who)$/,
];

describe('what other clinics are told of a chair', () => {
  test('ND-31 nothing of the patient and nothing anybody wrote, whatever happens in a visit', () => {
    fc.assert(
      fc.property(anyStart, anySteps, (visit, steps) => {
        for (const step of steps) go(visit, step);
        const view = chairView({ chair, visit: visit.state, patient, devices: [], recorded: true }, visit.now);
        const texts = JSON.stringify(groupTileOf(marked(view) as ChairView, 3)).match(/⟦[^⟧]*⟧/g) ?? [];
        for (const text of texts) {
          const path = text.slice(1, -1);
          expect(
            TOLD.some((allowed) => allowed.test(path)),
            path,
          ).toBe(true);
        }
        const told = JSON.stringify(groupTileOf(view, 3));
        for (const private_ of Object.values(patient)) expect(told).not.toContain(private_);
        expect(told).not.toContain(JSON.stringify(visit.state.visitId));
      }),
      { numRuns: 60 },
    );
  });
  test('ND-31 a free chair has visit 0; another visit has another number', () => {
    const free = chairView({ chair, visit: null, patient: null, devices: [], recorded: true }, 0);
    expect(groupTileOf(free, 4).visit).toBe(0);
    expect(groupTileOf({ ...free, visitId: 'v' }, 4).visit).toBe(4);
  });
  test('ND-30 alerts, phases and calls are urgent, values are not, and the rest is nothing to it', () => {
    expect(groupChange({ alerts: [], spo2: { status: 'none', reason: '' } })).toBe('urgent');
    expect(groupChange({ phase: null })).toBe('urgent');
    expect(groupChange({ spo2: { status: 'none', reason: '' } })).toBe('ordinary');
    expect(groupChange({ patient: null, entries: [], care: null, unread: [] })).toBeUndefined();
  });
});

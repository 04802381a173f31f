import { describe, expect, test } from 'vitest';
import { aVisit, nurse, screen, told } from '../../../tests/support/visit-builder.ts';
import { EMERGENCY_STEPS } from '../entry.ts';
import type { EmergencyStep } from '../entry.ts';

const step = (name: EmergencyStep, text?: string) =>
  ({
    type: 'entry:record',
    entry: { kind: 'emergency', step: name, ...(text !== undefined && { text }) },
    minutesAgo: 0,
  }) as const;
const declared = () => aVisit({ phase: 'infusion' }).give({ type: 'emergency:declare' });

describe('the steps of an emergency', () => {
  test.each(EMERGENCY_STEPS)(
    'PH-126 %s is recorded with who and when; words are needed for a drug and for other',
    (name) => {
      const needsWords = name === 'drug' || name === 'other';
      expect(told(declared().ask(step(name))).split(':')[0]).toBe(needsWords ? 'not-ready' : 'accepted');
      expect(told(declared().ask(step(name, '  '))).split(':')[0]).toBe(needsWords ? 'not-ready' : 'accepted');
      const visit = declared().after(20_000).give(step(name, 'as ordered'));
      expect(visit.state.entries.at(-1)).toMatchObject({
        at: visit.now,
        byName: nurse.name,
        entry: { kind: 'emergency', step: name, text: 'as ordered' },
      });
    },
  );
  test('PH-126 nobody named records none', () => {
    expect(told(declared().ask(step('cpr'), screen))).toMatch(/^not-allowed/);
  });
  test('PH-127 each emergency keeps its beginning and its end', () => {
    const visit = declared();
    const from = visit.now;
    expect(visit.state.emergencies).toEqual([{ from }]);
    visit.after(90_000).give({ type: 'emergency:end' });
    expect(visit.state.emergencies).toEqual([{ from, to: from + 90_000 }]);
    visit.after(1_000).give({ type: 'emergency:declare' });
    expect(visit.state.emergencies).toEqual([{ from, to: from + 90_000 }, { from: from + 91_000 }]);
    expect(visit.state.emergencySince).toBe(from + 91_000);
  });
});

import { describe, expect, test } from 'vitest';
import { fixtures } from '../components/fixtures.ts';
import { NOW } from '../components/fixture-calm.ts';
import { framed, stripState } from './strip-state.ts';
import { questionLine } from './strip-text.ts';

const view = (name: string) => {
  const found = fixtures[name]?.view;
  if (!found) throw new Error(`no fixture ${name}`);
  return found;
};

describe('UI-10 the strip says what presses most', () => {
  test.each([
    ['calm', 'calm'],
    ['high', 'alert'],
    ['emergency', 'emergency'],
    ['mark', 'mark'],
    ['free', 'calm'],
  ])('%s: %s', (name, kind) => expect(stripState(view(name), 'live', null, NOW).kind).toBe(kind));

  test('a lost connection before an open alert, an alert before an emergency, an emergency before a mark', () => {
    expect(stripState(view('high'), 'lost', NOW, NOW)).toMatchObject({ kind: 'lost', since: NOW, shown: true });
    expect(stripState({ ...view('high'), emergencySince: NOW }, 'live', null, NOW).kind).toBe('alert');
    expect(stripState({ ...view('mark'), emergencySince: NOW }, 'live', null, NOW).kind).toBe('emergency');
  });
  test('before the first snapshot it connects; lost before it, there is nothing old to show', () => {
    expect(stripState(null, 'live', null, 0).kind).toBe('connecting');
    expect(stripState(view('calm'), 'connecting', null, NOW).kind).toBe('connecting');
    expect(stripState(null, 'lost', null, 0)).toMatchObject({ kind: 'lost', shown: false });
  });
  test('only infusion and recovery are called watched', () => {
    expect(stripState(view('recovery'), 'live', null, NOW)).toMatchObject({ watching: true });
    expect(stripState(view('discharge'), 'live', null, NOW)).toMatchObject({ watching: false, blind: null });
  });
  test('UI-153 without SpO₂ a chair that should be watched is not called watched, and the reason stands there', () => {
    const spo2 = { status: 'none', reason: 'probe off' } as const;
    expect(stripState({ ...view('calm'), spo2 }, 'live', null, NOW)).toMatchObject({
      watching: false,
      blind: 'probe off',
    });
    expect(stripState(view('calm'), 'live', null, NOW)).toMatchObject({ watching: true, blind: null });
    expect(stripState({ ...view('discharge'), spo2 }, 'live', null, NOW)).toMatchObject({ blind: null });
  });
});

test('UI-3 the first alert is the strip’s, the others are counted', () => {
  const strip = stripState(view('several'), 'live', null, NOW);
  expect(strip).toMatchObject({ kind: 'alert', alert: { kind: 'spo2-low' } });
  expect(strip.kind === 'alert' && strip.others.map((each) => each.kind)).toEqual(['bp-high', 'pulse-high']);
});

describe('UI-12 acknowledged at the chair, not at the station', () => {
  test.each([
    ['medium', false],
    ['medium-seen', true],
    ['seen-at-station', false],
  ])('%s: seen %s', (name, seen) => {
    expect(stripState(view(name), 'live', null, NOW)).toMatchObject({ kind: 'alert', seen });
  });
  test('the frame goes with the chair’s acknowledgement', () => {
    expect([framed(view('high')), framed(view('high-seen')), framed(view('medium'))]).toEqual([true, false, false]);
  });
});

test('UI-16 an acknowledged alert leaves room for the question, a loud one does not', () => {
  expect(stripState(view('medium-seen'), 'live', null, NOW)).toMatchObject({ question: { kind: 'response' } });
  const loud = { ...view('medium'), responseAsked: { bpAt: NOW } };
  expect(stripState(loud, 'live', null, NOW)).toMatchObject({ question: null });
});

test('AL-81 AL-82 the act that ends what was left undone stands beside it at once', () => {
  expect(stripState(view('past-end'), 'live', null, NOW)).toMatchObject({ question: { kind: 'planned-end' } });
  expect(stripState(view('long-pause'), 'live', null, NOW)).toMatchObject({ question: { kind: 'still-paused' } });
});

describe('UI-181 UI-184 an excursion found late', () => {
  const late = view('late-mark');
  test('UI-181 it stands where the mark of an alert would, behind one', () => {
    expect(stripState(late, 'live', null, NOW)).toMatchObject({ kind: 'mark', mark: { late: 'disconnected' } });
    const both = { ...late, latched: [...view('mark').latched, ...late.latched] };
    const strip = stripState(both, 'live', null, NOW);
    expect(strip).toMatchObject({ kind: 'mark', others: 1 });
    expect(strip.kind === 'mark' && strip.mark.late).toBeUndefined();
  });
  test('UI-184 it does not hide that nothing is measured now; the mark of an alert does', () => {
    const spo2 = { status: 'none', reason: 'probe off' } as const;
    expect(stripState({ ...late, spo2 }, 'live', null, NOW)).toMatchObject({ kind: 'calm', blind: 'probe off' });
    expect(stripState({ ...view('mark'), spo2 }, 'live', null, NOW)).toMatchObject({ kind: 'mark' });
  });
});

test('UI-315 the question about a pause names the last BP and its age, or that there is none', () => {
  const paused = view('long-pause');
  const line = (last: typeof paused.nibp.last): string => {
    const question = { kind: 'still-paused', since: NOW - 600_000, bp: last ?? null } as const;
    return questionLine(question, paused, NOW, String);
  };
  const bp = { systolicMmHg: 164, diastolicMmHg: 96, meanMmHg: 118, at: NOW - 12 * 60_000, byHand: false };
  expect(line(bp)).toBe('Paused for 10 min, last BP 164/96 12 min ago: is the pump still paused?');
  expect(line(undefined)).toBe('Paused for 10 min, no BP yet: is the pump still paused?');
  expect(stripState(paused, 'live', null, NOW)).toMatchObject({ question: { bp: paused.nibp.last ?? null } });
});

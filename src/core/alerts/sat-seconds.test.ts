import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { viewAt, watched } from '../../../tests/support/watched-visit.ts';
import type { WatchedVisit } from '../../../tests/support/watched-visit.ts';
import { checkProtocol } from '../clinical-protocol-check.ts';
import type { ClinicalProtocol, RuleLevel } from '../clinical-protocol.ts';
import { publishedProtocols } from '../protocols/published.ts';
import { withSatSeconds } from '../protocols/with-sat-seconds.ts';
import { evolve } from '../visit.ts';
import type { VisitState } from '../visit-state.ts';

const [plain] = publishedProtocols;
const by50 = withSatSeconds(plain, 50);
const withMedium = (change: Partial<RuleLevel>, protocol = by50): ClinicalProtocol => ({
  ...protocol,
  rules: protocol.rules.map((rule) =>
    rule.alert === 'spo2-low'
      ? { ...rule, levels: rule.levels.map((each) => (each.priority === 'medium' ? { ...each, ...change } : each)) }
      : rule,
  ),
});
/** The medium level alone, so that 84 is no high alert. `checkProtocol` refuses it: in a clinic the high level is always there. */
const mediumAlone: ClinicalProtocol = {
  ...by50,
  rules: by50.rules.map((rule) =>
    rule.alert === 'spo2-low' ? { ...rule, levels: rule.levels.filter(({ priority }) => priority === 'medium') } : rule,
  ),
};

/** 98 until 9 s, then as told from 10 s on. */
const fromTen = (protocol = by50, tickMs = 250): WatchedVisit => watched({ protocol, tickMs }).steady(0, 9);
const low = (visit: WatchedVisit) => visit.log('spo2-low');
const moved = { quality: 'poor', causes: ['motion'] } as const;
const poor = { quality: 'poor', causes: ['poor-signal'] } as const;
const sumOf = ({ state }: WatchedVisit): number =>
  (state.tracks.rules['spo2-low']?.levels.find((level) => level.sum)?.sum?.sum ?? 0) / 1_000;

describe('the sum', () => {
  test('AL-160 the usual example: 88 for 2 s, 86 for 3 s, then 84 alarms between 10.6 and 11 s', () => {
    const visit = fromTen(mediumAlone).steady(10, 11, 88).steady(12, 14, 86).steady(15, 21, 84);
    const [fact = ''] = low(visit);
    const afterS = Number.parseFloat(fact) - 10;
    expect(fact).toContain('issued spo2-low medium');
    expect(afterS).toBeGreaterThanOrEqual(10.6);
    expect(afterS).toBeLessThanOrEqual(11);
  });
  test.each([
    [89, 59.999, []],
    [89, 60, ['60 raised spo2-low medium']],
    [86, 22.499, []],
    [86, 22.5, ['22.5 issued spo2-low medium']],
    [90, 200, []],
  ] as const)('AL-160 %s from 10 s on, well at %s s', (value, backAt, expected) => {
    const visit = fromTen();
    for (let second = 10; second < backAt; second += 1) visit.spo2(second, value);
    expect(low(visit.spo2(backAt, 98)).filter((fact) => fact.endsWith('medium'))).toEqual(expected);
  });
  test('AL-160 what is above the limit takes away by the same rule, never below 0', () => {
    const visit = fromTen().steady(10, 15, 87);
    expect(sumOf(visit)).toBe(15);
    expect(sumOf(visit.spo2(16, 92))).toBe(18);
    expect(sumOf(visit.spo2(20, 92))).toBe(10);
    expect(sumOf(visit.spo2(24, 92).spo2(28, 92))).toBe(0);
    expect(sumOf(visit.steady(29, 32, 89))).toBe(3);
  });
  test('AL-160 at the limit itself the sum stands still', () => {
    expect(sumOf(fromTen().steady(10, 15, 87).steady(16, 40, 90))).toBe(18);
  });
  test('AL-160 it never holds more than its limit: what is long past does not keep on', () => {
    const visit = fromTen().steady(10, 60, 86).spo2(61, 97);
    expect(sumOf(visit)).toBe(50);
    expect(sumOf(visit.spo2(64, 97))).toBe(29);
  });
  test('AL-160 issued once, ended by the clearing level as ever, and a short dip afterwards is silent', () => {
    const visit = fromTen().steady(10, 30, 86).steady(31, 60, 97).steady(61, 66, 89).steady(67, 90, 97);
    expect(low(visit)).toEqual(['22.5 issued spo2-low medium', '41 ended spo2-low in-range']);
  });
  test('AL-160 the onset and the worst value are of the whole sum, not of its last run', () => {
    const visit = fromTen().steady(10, 15, 86).spo2(16, 91).spo2(17, 91).steady(18, 30, 87);
    const alert = visit.state.alerts['spo2-low'];
    expect(alert?.onsetAt).toBe(watched().spo2(10, 86).state.lastSpo2?.at);
    expect(alert?.excess).toEqual({ of: 'spo2Pct', extreme: 86, is: '<', limit: 90 });
  });
  test('AL-160 off by default: the published protocols judge by the delay', () => {
    expect(JSON.stringify(publishedProtocols)).not.toContain('satSeconds');
    expect(low(fromTen(plain).steady(10, 26, 89))).toEqual(['25 issued spo2-low medium']);
  });
});

describe('three falls within 60 s', () => {
  const falls = (...at: readonly number[]) => {
    const visit = fromTen();
    let second = 10;
    for (const each of at) {
      visit.steady(second, each - 1, 95).spo2(each, 89);
      second = each + 1;
    }
    return low(visit.steady(second, second + 5, 95));
  };
  test.each([
    [
      [20, 40, 80],
      ['80 issued spo2-low medium', '91 ended spo2-low in-range'],
    ],
    [[20, 40, 81], []],
    [[20, 40], []],
    [[20, 60, 81, 100], ['100 issued spo2-low medium']],
  ])('AL-161 falls at %j s', (at, expected) => {
    expect(falls(...at).filter((fact) => expected.length > 1 || !fact.includes('ended'))).toEqual(expected.slice(0, 1));
  });
  test('AL-161 falls while the finger moves are none, nor is a doubtful value between two the end of one', () => {
    const visit = fromTen();
    for (const each of [20, 30, 40]) visit.steady(each - 9, each - 1, 95).spo2(each, 89, moved);
    expect(low(visit.spo2(41, 95).spo2(42, 89).steady(43, 52, 95))).toEqual([]);
    const one = fromTen();
    for (const each of [20, 24, 28]) one.spo2(each, 89).spo2(each + 1, 95, moved);
    expect(low(one)).toEqual([]);
  });
  test('AL-161 a fall that the finger lying still confirms is counted once', () => {
    const visit = fromTen();
    for (const each of [20, 30, 40])
      visit
        .spo2(each, 89, moved)
        .spo2(each + 1, 89)
        .steady(each + 2, each + 8, 95);
    expect(low(visit)[0]).toBe('41 issued spo2-low medium');
  });
});

describe('gaps and missing values', () => {
  test('AL-162 a gap adds at most 5 s of the last value', () => {
    expect(sumOf(fromTen().spo2(10, 86).spo2(39, 86))).toBe(20);
    expect(low(fromTen().spo2(10, 86).tick(300))).toEqual([]);
  });
  test.each([
    [14.999, []],
    [15, ['20 issued spo2-low medium']],
  ])('AL-162 silence from %s s on: the last value goes on for 5 s, no more', (lastAt, expected) => {
    const deep = withSatSeconds(plain, 40);
    const visit = fromTen(deep).spo2(10, 86).spo2(lastAt, 86).tick(100);
    expect(low(visit)).toEqual(expected);
  });
  test('AL-162 values above the limit take nothing away over a gap, nor while the device has no value', () => {
    const before = () => fromTen().steady(10, 15, 87).spo2(16, 97);
    expect(sumOf(before())).toBe(18);
    expect(sumOf(before().spo2(22, 97))).toBe(18);
    expect(sumOf(before().spo2(21, 97))).toBe(0);
    expect(sumOf(before().noValue(18).noValue(19).spo2(20, 97))).toBe(18);
  });
  test('AL-162 while the device has no value nothing is added', () => {
    expect(sumOf(fromTen().steady(10, 14, 87).noValue(15).noValue(16).noValue(30).spo2(31, 87))).toBe(15);
  });
});

describe('poor signal and movement', () => {
  test.each([
    [29.999, []],
    [30, ['30 issued spo2-low medium']],
  ])('AL-163 while the finger moves its 20 s count, and not the sum: 86 until %s s', (backAt, expected) => {
    expect(low(fromTen().steady(10, 29, 86, moved).spo2(backAt, 95))).toEqual(expected);
  });
  test('AL-163 the finger lies still again and the value is low: the sum counts from its beginning', () => {
    expect(low(fromTen().steady(10, 24, 86, moved).spo2(25, 86))).toEqual(['25 issued spo2-low medium']);
  });
  test('AL-163 poor signal that the level has no delay for is judged as good signal is', () => {
    expect(low(fromTen().steady(10, 23, 86, poor))).toEqual(['22.5 issued spo2-low medium']);
    const own = withMedium({ poorSignalDelayMs: 16_000 });
    expect(low(fromTen(own).steady(10, 25, 86, poor).spo2(25.999, 95))).toEqual([]);
    expect(low(fromTen(own).steady(10, 27, 86, poor))).toEqual(['26 issued spo2-low medium']);
  });
  test('AL-163 a doubtful value above the limit takes nothing away, until such values have gone on for 30 s', () => {
    const visit = fromTen().steady(10, 15, 87).steady(16, 44, 97, moved);
    expect(sumOf(visit)).toBe(18);
    expect(sumOf(visit.steady(45, 46, 97, moved))).toBe(0);
  });
});

describe('beside the high level', () => {
  test('AL-164 85 is high at once in every mode, and falls to medium as ever', () => {
    expect(low(fromTen().spo2(10, 85))).toEqual(['10 issued spo2-low high']);
    expect(low(fromTen().spo2(10, 84).steady(11, 21, 89))).toEqual([
      '10 issued spo2-low high',
      '21 lowered spo2-low medium',
    ]);
  });
  test('AL-164 the silent advisory keeps its delay', () => {
    expect(low(fromTen().steady(10, 41, 93))).toEqual(['40 issued spo2-low low']);
  });
});

const step = fc.record({
  value: fc.constantFrom(82, 85.5, 86, 87, 88, 88.7, 89, 90, 91, 93, 97),
  seconds: fc.integer({ min: 1, max: 25 }),
  gapMs: fc.constantFrom(0, 0, 0, 700, 4_000, 5_001, 40_000),
  signal: fc.constantFrom({}, {}, {}, poor, moved),
  noValue: fc.boolean(),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function live(steps: readonly Step[], tickMs: number): WatchedVisit {
  const visit = watched({ protocol: by50, tickMs });
  let now = 0;
  for (const { value, seconds, gapMs, signal, noValue } of steps) {
    now += 1 + gapMs / 1_000;
    if (noValue) visit.noValue(now);
    for (let second = 0; second < seconds; second += 1) visit.spo2((now += 1), value, signal);
  }
  return visit.tick(now + 20);
}

describe('any course', () => {
  const course = fc.array(step, { minLength: 1, maxLength: 15 });
  test('AL-165 extra ticks change nothing, and the events folded again give the same state', () => {
    fc.assert(
      fc.property(course, (steps) => {
        const without = live(steps, 0);
        const odd = live(steps, 1_370);
        expect(odd.events).toEqual(without.events);
        expect(odd.state).toEqual(without.state);
        expect(odd.events.reduce<VisitState | undefined>(evolve, undefined)).toEqual(odd.state);
      }),
      { numRuns: 150 },
    );
  });
  test('AL-165 the sum stays between 0 and its limit, and remembers no more falls than it asks for', () => {
    fc.assert(
      fc.property(course, (steps) => {
        const visit = live(steps, 0);
        const sum = visit.state.tracks.rules['spo2-low']?.levels[1]?.sum;
        if (sum === undefined) return;
        expect(sum.sum).toBeGreaterThanOrEqual(0);
        expect(sum.sum).toBeLessThanOrEqual(50_000);
        expect(sum.crossedAt.length).toBeLessThanOrEqual(3);
        expect(sum.run === undefined).toBe(sum.sum === 0 && sum.below <= 0);
      }),
      { numRuns: 150 },
    );
  });
});

describe('AL-166 a protocol with SatSeconds makes sense', () => {
  const refusalOf = (protocol: ClinicalProtocol): string => {
    const answer = checkProtocol(protocol);
    return answer.ok ? 'accepted' : answer.refusal.message;
  };
  const sat = { limit: 50, crossings: 3, crossingsWithinMs: 60_000 };
  const spo2 = (is: '<' | '<=', than: number) => ({ of: 'spo2Pct', is, than }) as const;
  test('AL-166 as it is made of a published one', () => {
    for (const protocol of publishedProtocols) expect(refusalOf(withSatSeconds(protocol, 25))).toBe('accepted');
  });
  test.each<[string, ClinicalProtocol, string]>([
    ['no limit', withMedium({ satSeconds: { ...sat, limit: 0 } }), 'satSeconds.limit: 0 must be more than 0'],
    ['one fall', withMedium({ satSeconds: { ...sat, crossings: 1 } }), 'satSeconds.crossings: 1 must be 2 or more'],
    ['half a fall', withMedium({ satSeconds: { ...sat, crossings: 2.5 } }), 'satSeconds.crossings: 2.5 must be'],
    ['no time', withMedium({ satSeconds: { ...sat, crossingsWithinMs: 0 } }), 'crossingsWithinMs: 0 must be more'],
    ['at or below', withMedium({ when: spo2('<=', 89) }), '"when" must be SpO2 < that limit'],
    ['two limits', withMedium({ when: { all: [spo2('<', 90), spo2('<', 91)] } }), '"when" must be SpO2 <'],
    ['no high level', mediumAlone, 'needs a high level beside it that does not wait'],
    [
      'a high level',
      {
        ...plain,
        rules: plain.rules.map((rule) =>
          rule.alert === 'spo2-low'
            ? {
                ...rule,
                levels: rule.levels.map((each) => (each.priority === 'high' ? { ...each, satSeconds: sat } : each)),
              }
            : rule,
        ),
      },
      'spo2-low high.satSeconds: is a mode of spo2-low medium alone',
    ],
    [
      'another rule',
      {
        ...plain,
        rules: plain.rules.map((rule) =>
          rule.alert === 'pulse-low'
            ? { ...rule, levels: rule.levels.map((each) => ({ ...each, satSeconds: sat })) }
            : rule,
        ),
      },
      'pulse-low medium.satSeconds: is a mode of spo2-low medium alone',
    ],
  ])('AL-166 refused: %s', (_, protocol, words) => {
    expect(refusalOf(protocol)).toContain(words);
  });
});

describe('UI-180 what a screen shows of SatSeconds', () => {
  test('UI-180 the mode beside its limit, and the whole sum while there is one', () => {
    const visit = fromTen();
    expect(viewAt(visit, 9).limits.spo2).toMatchObject([
      { priority: 'medium', text: '< 90', satSeconds: 50 },
      { priority: 'high', text: '≤ 85' },
    ]);
    expect(viewAt(visit, 9).spo2).not.toHaveProperty('satSeconds');
    visit.spo2(10, 86).spo2(11.9, 86);
    expect(viewAt(visit, 12).spo2).toMatchObject({ status: 'live', satSeconds: { sum: 7, limit: 50 } });
  });
  test('UI-180 without the mode nothing is said of it', () => {
    const visit = fromTen(plain).steady(10, 12, 86);
    expect(viewAt(visit, 12).limits.spo2[0]).not.toHaveProperty('satSeconds');
    expect(viewAt(visit, 12).spo2).not.toHaveProperty('satSeconds');
  });
});

import { describe, expect, test } from 'vitest';
import { publishedProtocols } from '../protocols/published.ts';
import type { RuleLevel, Threshold, VitalRule } from '../clinical-protocol.ts';
import { plainLimits, ruleComplaints } from './rule-check.ts';

const spo2 = (is: '<' | '<=' | '>' | '>=', than: Threshold) => ({ of: 'spo2Pct', is, than }) as const;
const sys = (is: '<' | '<=' | '>' | '>=', than: Threshold) => ({ of: 'systolicMmHg', is, than }) as const;
const dia = (is: '<' | '<=' | '>' | '>=', than: Threshold) => ({ of: 'diastolicMmHg', is, than }) as const;
const pulse = (is: '<' | '<=' | '>' | '>=', than: Threshold) => ({ of: 'pulseBpm', is, than }) as const;

const MEDIUM: RuleLevel = {
  priority: 'medium',
  when: spo2('<', 90),
  delayMs: 15,
  clearsWhen: spo2('>=', 92),
  clearMs: 10,
  shows: spo2('<', 90),
};
const HIGH: RuleLevel = {
  ...MEDIUM,
  priority: 'high',
  when: spo2('<=', 85),
  delayMs: 0,
  clearsWhen: spo2('>=', 88),
};
const LOW_SPO2: VitalRule = { alert: 'spo2-low', phases: ['infusion'], levels: [MEDIUM, HIGH], source: 'test' };
const BP: RuleLevel = {
  ...MEDIUM,
  when: { any: [sys('>=', 160), dia('>=', 100)] },
  delayMs: 0,
  clearsWhen: { all: [sys('<', 150), dia('<', 95)] },
  clearMs: 0,
  shows: sys('>=', 160),
};
const HIGH_BP: VitalRule = { ...LOW_SPO2, alert: 'bp-high', levels: [BP] };
const ENTRY: RuleLevel = {
  ...BP,
  when: { of: 'moaas', is: '<=', than: 3 },
  clearsWhen: { of: 'moaas', is: '>', than: 3 },
  shows: { of: 'moaas', is: '<=', than: 3 },
};
const SEDATION: VitalRule = { ...LOW_SPO2, alert: 'sedation', levels: [ENTRY] };
const HIGH_PULSE: VitalRule = {
  ...LOW_SPO2,
  alert: 'pulse-high',
  levels: [{ ...MEDIUM, when: pulse('>', 120), clearsWhen: pulse('<=', 115), shows: pulse('>', 120) }],
};

const complaints = (rule: VitalRule): readonly string[] => [...ruleComplaints(rule)];
const ofSpo2 = (change: Partial<RuleLevel>) => complaints({ ...LOW_SPO2, levels: [{ ...MEDIUM, ...change }, HIGH] });
const ofBp = (change: Partial<RuleLevel>) => complaints({ ...HIGH_BP, levels: [{ ...BP, ...change }] });
const ofPulse = (change: Partial<RuleLevel>) =>
  complaints({ ...HIGH_PULSE, levels: HIGH_PULSE.levels.map((level) => ({ ...level, ...change })) });

test('AL-20 rules that make sense', () => {
  for (const rule of [LOW_SPO2, HIGH_BP, SEDATION, HIGH_PULSE, ...publishedProtocols.flatMap(({ rules }) => rules)])
    expect(complaints(rule)).toEqual([]);
  expect(complaints({ ...LOW_SPO2, phases: [], levels: [] })).toEqual([
    'spo2-low.phases: names no phase, so the rule would never be judged.',
    'spo2-low.levels: is empty.',
  ]);
});

describe('AL-20 one level, at the bound and beyond', () => {
  test.each<[Partial<RuleLevel>, readonly string[]]>([
    [{ delayMs: 0 }, []],
    [{ delayMs: -1 }, ['delayMs: -1 is negative.']],
    [{ clearMs: 0 }, []],
    [{ clearMs: -1 }, ['clearMs: -1 is negative.']],
    [{ poorSignalDelayMs: 15 }, []],
    [{ poorSignalDelayMs: 14 }, ['poorSignalDelayMs: is shorter than delayMs.']],
    [{ movedDelayMs: 15 }, []],
    [{ movedDelayMs: 14 }, ['movedDelayMs: is shorter than poorSignalDelayMs.']],
    [{ poorSignalDelayMs: 20, movedDelayMs: 20 }, []],
    [{ poorSignalDelayMs: 20, movedDelayMs: 19 }, ['movedDelayMs: is shorter than poorSignalDelayMs.']],
    [{ poorSignalClearMs: 10 }, []],
    [{ poorSignalClearMs: 9 }, ['poorSignalClearMs: is shorter than clearMs.']],
    [{ confirmWithinMs: 1 }, ['confirmWithinMs: only a blood pressure waits for a repeat.']],
    [
      { confirmWithinMs: 0 },
      ['confirmWithinMs: only a blood pressure waits for a repeat.', 'confirmWithinMs: must be positive.'],
    ],
    [{ when: pulse('<', 90), shows: spo2('<', 90) }, ['when: compares pulseBpm; this rule judges spo2Pct.']],
    [{ shows: pulse('<', 90) }, ['shows: compares pulseBpm; this rule judges spo2Pct.']],
    [{ clearsWhen: pulse('>=', 92) }, ['clearsWhen: compares pulseBpm; this rule judges spo2Pct.']],
    [{ shows: spo2('>', 90) }, ['shows: spo2Pct > points the wrong way for spo2-low.']],
    [{ shows: spo2('<=', 90) }, []],
    [
      { clearsWhen: spo2('<', 80) },
      [
        'clearsWhen: spo2Pct < points the wrong way for spo2-low.',
        'clearsWhen: is true for values at which the level itself is true; it must lie on the safe side.',
      ],
    ],
  ])('AL-20 %j', (change, expected) => {
    expect(ofSpo2(change)).toEqual(expected.map((each) => `spo2-low medium.${each}`));
  });
  test.each<[Partial<RuleLevel>, readonly string[]]>([
    [{ confirmWithinMs: 1 }, []],
    [{ confirmWithinMs: 0 }, ['confirmWithinMs: must be positive.']],
    ...(['delayMs', 'clearMs', 'poorSignalDelayMs', 'movedDelayMs', 'poorSignalClearMs'] as const).map(
      (field): [Partial<RuleLevel>, readonly string[]] => [
        { [field]: 1 },
        ['delayMs and clearMs: a blood pressure is one value a cycle and has no delay; both must be 0.'],
      ],
    ),
    [
      { when: { any: [sys('>=', 160), spo2('<', 90)] }, shows: spo2('<', 90) },
      [
        'when: compares spo2Pct; this rule judges systolicMmHg and diastolicMmHg.',
        'when: spo2Pct < points the wrong way for bp-high.',
        'shows: compares spo2Pct; this rule judges systolicMmHg and diastolicMmHg.',
        'shows: spo2Pct < points the wrong way for bp-high.',
      ],
    ],
  ])('AL-20 of a BP %j', (change, expected) => {
    expect(ofBp(change)).toEqual(expected.map((each) => `bp-high medium.${each}`));
  });
  test.each(['delayMs', 'clearMs', 'poorSignalDelayMs', 'movedDelayMs', 'poorSignalClearMs'] as const)(
    'AL-20 of an entry %s',
    (field) => {
      expect(complaints({ ...SEDATION, levels: [{ ...ENTRY, [field]: 1 }] })).toEqual([
        'sedation medium.delayMs and clearMs: an entry is one value and has no delay; both must be 0.',
      ]);
    },
  );
});

describe('AL-20 the clearing level lies on the safe side', () => {
  const INSIDE = 'clearsWhen: is true for values at which the level itself is true; it must lie on the safe side.';
  test.each<[Partial<RuleLevel>, boolean]>([
    [{ clearsWhen: spo2('>=', 90) }, true],
    [{ clearsWhen: spo2('>', 89.5) }, true],
    [{ clearsWhen: spo2('>=', 89) }, false],
    [{ when: spo2('<=', 90), clearsWhen: spo2('>', 90) }, true],
    [{ when: spo2('<=', 90), clearsWhen: spo2('>=', 90) }, false],
    // At a patient's baseline of 88 or of 100, not at every one.
    [{ clearsWhen: spo2('>=', { baselinePlus: 1 }) }, false],
    [{ clearsWhen: spo2('>=', { baselinePlus: 2 }) }, true],
    [{ when: spo2('<', { baselinePlus: -8 }), clearsWhen: spo2('>=', 92) }, true],
    [{ when: spo2('<', { baselinePlus: -7 }), clearsWhen: spo2('>=', 92) }, false],
  ])('AL-20 %j: %s', (change, isSafe) => {
    expect(ofSpo2(change).filter((each) => each.includes('clearsWhen'))).toEqual(
      isSafe ? [] : [`spo2-low medium.${INSIDE}`],
    );
  });
  test.each<[Partial<RuleLevel>, boolean]>([
    [{ clearsWhen: { all: [sys('<', 160), dia('<', 100)] } }, true],
    [{ clearsWhen: { all: [sys('<=', 160), dia('<', 100)] } }, false],
    [{ clearsWhen: { all: [sys('<', 160), dia('<=', 100)] } }, false],
    [{ clearsWhen: { any: [sys('<', 150), dia('<', 95)] } }, false],
    // At the baselines of 165/105, 125/80 and 90/55.
    [{ clearsWhen: { all: [sys('<', { baselinePlus: -5 }), dia('<', { baselinePlus: -5 })] } }, true],
    [{ clearsWhen: { all: [sys('<', { baselinePlus: -4 }), dia('<', { baselinePlus: -5 })] } }, false],
    [{ clearsWhen: { all: [sys('<', { baselinePlus: -5 }), dia('<', { baselinePlus: -4 })] } }, false],
  ])('AL-20 of a BP %j: %s', (change, isSafe) => {
    expect(ofBp(change)).toEqual(isSafe ? [] : [`bp-high medium.${INSIDE}`]);
  });
  test.each<[Partial<RuleLevel>, boolean]>([
    [{ clearsWhen: pulse('<=', { baselinePlus: 10 }) }, true],
    [{ clearsWhen: pulse('<=', { baselinePlus: 11 }) }, false],
    [{ when: pulse('>', { baselinePlus: 70 }) }, true],
    [{ when: pulse('>', { baselinePlus: 69 }) }, false],
    // Its two numbers, and the one without a baseline.
    [{ when: pulse('>', { baselineBelow: 60, then: 115, otherwise: 120 }) }, true],
    [{ when: pulse('>', { baselineBelow: 60, then: 114, otherwise: 120 }) }, false],
    [{ when: pulse('>', { baselineBelow: 60, then: 120, otherwise: 114 }) }, false],
  ])('AL-20 of a pulse %j: %s', (change, isSafe) => {
    expect(ofPulse(change)).toEqual(isSafe ? [] : [`pulse-high medium.${INSIDE}`]);
  });
});

describe('AL-20 levels in order', () => {
  const high = (change: Partial<RuleLevel>) => complaints({ ...LOW_SPO2, levels: [MEDIUM, { ...HIGH, ...change }] });
  const beyond = (than: number) => [`spo2-low high.when: spo2Pct ${than} is not beyond the medium level's 90.`];
  test.each<[Partial<RuleLevel>, readonly string[]]>([
    [{ when: spo2('<', 89), clearsWhen: spo2('>=', 95) }, []],
    [{ when: spo2('<', 90), clearsWhen: spo2('>=', 95) }, beyond(90)],
    [{ when: spo2('<', 91), clearsWhen: spo2('>=', 95) }, beyond(91)],
    [{ when: spo2('<', { baselinePlus: 0 }), clearsWhen: spo2('>=', { baselinePlus: 0 }) }, []],
    [
      { priority: 'medium' },
      ['spo2-low medium.priority: levels go from the least to the most urgent, each priority once; it follows medium.'],
    ],
    [
      { priority: 'low' },
      ['spo2-low low.priority: levels go from the least to the most urgent, each priority once; it follows medium.'],
    ],
  ])('AL-20 %j', (change, expected) => {
    expect(high(change)).toEqual(expected);
  });
  test.each([
    [121, []],
    [120, ["pulse-high high.when: pulseBpm 120 is not beyond the medium level's 120."]],
    [119, ["pulse-high high.when: pulseBpm 119 is not beyond the medium level's 120."]],
  ])('AL-20 an upper limit of %s', (than, expected) => {
    const levels = HIGH_PULSE.levels.flatMap((level): RuleLevel[] => [
      level,
      { ...level, priority: 'high', when: pulse('>', than) },
    ]);
    expect(complaints({ ...HIGH_PULSE, levels })).toEqual(expected);
  });
  test('AL-20 each number of a BP against its own', () => {
    const worse = { ...BP, priority: 'high', when: { any: [sys('>=', 180), dia('>=', 110)] } } as const;
    expect(complaints({ ...HIGH_BP, levels: [BP, worse] })).toEqual([]);
    const milder = { ...worse, when: { any: [sys('>=', 180), dia('>=', 99)] } };
    expect(complaints({ ...HIGH_BP, levels: [BP, milder] })).toEqual([
      "bp-high high.when: diastolicMmHg 99 is not beyond the medium level's 100.",
    ]);
    const alone = { ...BP, when: sys('>=', 160), clearsWhen: sys('<', 150) };
    expect(complaints({ ...HIGH_BP, levels: [alone, worse] })).toEqual([]);
  });
});

describe('AL-166 SatSeconds', () => {
  const satSeconds = { limit: 50, crossings: 3, crossingsWithinMs: 60_000 };
  test.each<[Partial<RuleLevel>, readonly string[]]>([
    [{ satSeconds }, []],
    [{ satSeconds: { limit: 1, crossings: 2, crossingsWithinMs: 1 } }, []],
    [{ satSeconds: { ...satSeconds, limit: 0 } }, ['.limit: 0 must be more than 0.']],
    [{ satSeconds: { ...satSeconds, crossings: 1 } }, ['.crossings: 1 must be 2 or more.']],
    [{ satSeconds: { ...satSeconds, crossings: 2.5 } }, ['.crossings: 2.5 must be 2 or more.']],
    [{ satSeconds: { ...satSeconds, crossingsWithinMs: 0 } }, ['.crossingsWithinMs: 0 must be more than 0.']],
    ...[spo2('<=', 90), { all: [spo2('<', 90)] }].map((when): [Partial<RuleLevel>, readonly string[]] => [
      { satSeconds, when },
      [': counts below one limit; "when" must be SpO2 < that limit and nothing else.'],
    ]),
  ])('AL-166 %j', (change, expected) => {
    expect(ofSpo2(change)).toEqual(expected.map((each) => `spo2-low medium.satSeconds${each}`));
  });
  const BESIDE = 'satSeconds: needs a high level beside it that does not wait (delayMs 0).';
  const ALONE = 'satSeconds: is a mode of spo2-low medium alone.';
  test('AL-166 beside a high level that does not wait, and of that level alone', () => {
    const level = { ...MEDIUM, satSeconds };
    expect(complaints({ ...LOW_SPO2, levels: [level] })).toEqual([`spo2-low medium.${BESIDE}`]);
    expect(complaints({ ...LOW_SPO2, levels: [level, { ...HIGH, delayMs: 1 }] })).toEqual([
      `spo2-low medium.${BESIDE}`,
    ]);
    expect(complaints({ ...LOW_SPO2, levels: [{ ...level, delayMs: 0 }] })).toEqual([`spo2-low medium.${BESIDE}`]);
    const sum = { ...HIGH, when: spo2('<', 85), satSeconds };
    expect(complaints({ ...LOW_SPO2, levels: [MEDIUM, sum] })).toEqual([`spo2-low high.${ALONE}`]);
    const lowPulse = { ...level, when: pulse('<', 50), clearsWhen: pulse('>=', 55), shows: pulse('<', 50) };
    expect(complaints({ ...LOW_SPO2, alert: 'pulse-low', levels: [lowPulse] })).toEqual(
      [ALONE, 'satSeconds: counts below one limit; "when" must be SpO2 < that limit and nothing else.', BESIDE].map(
        (each) => `pulse-low medium.${each}`,
      ),
    );
  });
});

test('AL-20 the plain numbers of a rule: both of a threshold with two, none of one that follows the baseline', () => {
  const two = { ...MEDIUM, when: { all: [spo2('<', { baselineBelow: 95, then: 88, otherwise: 91 }), spo2('<=', 92)] } };
  const follows = { ...HIGH, when: { any: [spo2('<', { baselinePlus: -9 }), spo2('<', { baselineTimes: 0.9 })] } };
  expect([...plainLimits({ ...LOW_SPO2, levels: [two, follows, HIGH] })]).toEqual([
    { of: 'spo2Pct', is: '<', than: 88, name: 'spo2-low medium' },
    { of: 'spo2Pct', is: '<', than: 91, name: 'spo2-low medium' },
    { of: 'spo2Pct', is: '<=', than: 92, name: 'spo2-low medium' },
    { of: 'spo2Pct', is: '<=', than: 85, name: 'spo2-low high' },
  ]);
});

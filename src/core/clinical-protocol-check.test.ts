import { describe, expect, test } from 'vitest';
import { checkProtocol } from './clinical-protocol-check.ts';
import type { ClinicalProtocol, RuleLevel, VitalAlertKind } from './clinical-protocol.ts';
import { publishedProtocols } from './protocols/published.ts';

const [protocol] = publishedProtocols;
const MINUTE = 60_000;

/** The published protocol with one level of one rule changed. */
function withLevel(
  kind: VitalAlertKind,
  priority: RuleLevel['priority'],
  change: Partial<RuleLevel>,
): ClinicalProtocol {
  const levels = (rule: ClinicalProtocol['rules'][number]) =>
    rule.levels.map((level) => (level.priority === priority ? { ...level, ...change } : level));
  return {
    ...protocol,
    rules: protocol.rules.map((rule) => (rule.alert === kind ? { ...rule, levels: levels(rule) } : rule)),
  };
}
const withRule = (kind: VitalAlertKind, change: Partial<ClinicalProtocol['rules'][number]>): ClinicalProtocol => ({
  ...protocol,
  rules: protocol.rules.map((rule) => (rule.alert === kind ? { ...rule, ...change } : rule)),
});
/** A section changed. */
const having = <Section extends 'baseline' | 'infusion' | 'recovery' | 'technical' | 'alarm' | 'discharge'>(
  section: Section,
  change: Partial<ClinicalProtocol[Section]>,
): ClinicalProtocol => ({ ...protocol, [section]: { ...protocol[section], ...change } });
const refusalOf = (changed: ClinicalProtocol): string => {
  const answer = checkProtocol(changed);
  return answer.ok ? 'accepted' : answer.refusal.message;
};

test.each(publishedProtocols.map((each) => [each.id, each] as const))('AL-20 %s makes sense', (_, each) => {
  expect(checkProtocol(each)).toEqual({ ok: true, value: each });
});

const pulse = (is: '<' | '<=' | '>' | '>=', than: number) => ({ of: 'pulseBpm', is, than }) as const;
const spo2 = (is: '<' | '<=' | '>' | '>=', than: number) => ({ of: 'spo2Pct', is, than }) as const;
const { high, medium } = { high: protocol.baseline.gate.noStartFrom, medium: protocol.baseline.gate.holdFrom };

describe('AL-20 a protocol that does not make sense is refused, naming rule and field', () => {
  test.each<[string, ClinicalProtocol, string]>([
    [
      'low above high',
      withLevel('pulse-low', 'high', { when: pulse('<', 145), clearsWhen: pulse('>=', 150), shows: pulse('<', 145) }),
      'pulse-low high.when: pulseBpm < 145 is not below pulse-high medium',
    ],
    [
      'a clearing level inside the limit',
      withLevel('spo2-low', 'medium', { clearsWhen: spo2('>=', 88) }),
      'spo2-low medium.clearsWhen: is true for values at which the level itself is true',
    ],
    [
      'a clearing level that touches the limit',
      withLevel('spo2-low', 'high', { clearsWhen: spo2('>=', 85) }),
      'spo2-low high.clearsWhen: is true for values',
    ],
    [
      'a clearing level of a BP that overlaps in one number',
      withLevel('bp-high', 'high', { clearsWhen: { of: 'systolicMmHg', is: '<', than: 175 } }),
      'bp-high high.clearsWhen: is true for values',
    ],
    [
      'a clearing level that follows the baseline the wrong way',
      withLevel('pulse-high', 'low', { clearsWhen: { of: 'pulseBpm', is: '<=', than: { baselineTimes: 1.35 } } }),
      'pulse-high low.clearsWhen: is true for values',
    ],
    [
      'a limit that points the wrong way',
      withLevel('spo2-low', 'medium', { when: spo2('>', 90) }),
      'spo2-low medium.when: spo2Pct > points the wrong way for spo2-low',
    ],
    [
      'a rule that compares something else',
      withLevel('spo2-low', 'medium', { when: pulse('<', 90) }),
      'spo2-low medium.when: compares pulseBpm; this rule judges spo2Pct',
    ],
    [
      'a priority twice',
      withLevel('spo2-low', 'high', { priority: 'medium' }),
      'spo2-low medium.priority: levels go from the least to the most urgent, each priority once',
    ],
    [
      'levels out of order',
      withRule('rr-low', { levels: protocol.rules.find(({ alert }) => alert === 'rr-low')?.levels.toReversed() ?? [] }),
      'rr-low medium.priority: levels go from the least',
    ],
    [
      'a high level that is milder than the medium one',
      withLevel('spo2-low', 'high', { when: spo2('<=', 91), clearsWhen: spo2('>=', 93) }),
      "spo2-low high.when: spo2Pct 91 is not beyond the medium level's 90",
    ],
    [
      'a rule twice',
      { ...protocol, rules: [...protocol.rules, ...protocol.rules.slice(0, 1)] },
      'spo2-low: is there twice',
    ],
    ['a rule without levels', withRule('rr-high', { levels: [] }), 'rr-high.levels: is empty'],
    ['a rule without phases', withRule('rr-high', { phases: [] }), 'rr-high.phases: names no phase'],
    ['a negative delay', withLevel('spo2-low', 'medium', { delayMs: -1 }), 'spo2-low medium.delayMs: -1 is negative'],
    [
      'a negative clearing time',
      withLevel('spo2-low', 'medium', { clearMs: -1 }),
      'spo2-low medium.clearMs: -1 is negative',
    ],
    [
      'a shorter delay in poor signal',
      withLevel('spo2-low', 'medium', { poorSignalDelayMs: 14_999 }),
      'spo2-low medium.poorSignalDelayMs: is shorter',
    ],
    [
      'a shorter clearing time in poor signal',
      withLevel('spo2-low', 'medium', { poorSignalClearMs: 9_999 }),
      'spo2-low medium.poorSignalClearMs: is shorter',
    ],
    ['a delay of a BP', withLevel('bp-high', 'high', { delayMs: 1 }), 'bp-high high.delayMs and clearMs'],
    ['a clearing time of a BP', withLevel('bp-low', 'high', { clearMs: 1 }), 'bp-low high.delayMs and clearMs'],
    [
      'no time for the repeat',
      withLevel('bp-high', 'medium', { confirmWithinMs: 0 }),
      'bp-high medium.confirmWithinMs: must be',
    ],
    [
      'a repeat of an SpO2',
      withLevel('spo2-low', 'medium', { confirmWithinMs: 1 }),
      'spo2-low medium.confirmWithinMs: only a blood pressure',
    ],
    [
      'hold above no start',
      having('baseline', { gate: { ...protocol.baseline.gate, holdFrom: high, noStartFrom: medium } }),
      'baseline.gate systolicMmHg.noStartFrom: 160 is less than holdFrom (180)',
    ],
    ['BPs apart', having('baseline', { nibpMinApartMs: 6 * MINUTE }), 'baseline.nibpMaxApartMs'],
    [
      'planned beyond its bounds',
      having('infusion', { plannedMs: 121 * MINUTE }),
      'infusion.maxPlannedMs: 7200000 is less than',
    ],
    [
      'planned below them',
      having('infusion', { plannedMs: MINUTE }),
      'infusion.plannedMs: 60000 is less than minPlannedMs',
    ],
    [
      'an interval that is no choice',
      having('infusion', { bpEveryMs: 7 * MINUTE }),
      'infusion.bpChoicesMs: does not offer',
    ],
    ['no interval', having('infusion', { bpEveryMs: 0 }), 'infusion.bpEveryMs: 0 must be more than 0'],
    ['instants out of order', having('recovery', { bpAtMs: [0, 20, 10] }), 'recovery.bpAtMs: 10 does not come after'],
    ['a negative instant', having('recovery', { bpAtMs: [-1] }), 'recovery.bpAtMs: -1 is negative'],
    ['a minimum above the upper mark', having('recovery', { minimumMs: 31 * MINUTE }), 'recovery.upperMarkMs'],
    ['missing before stale', having('technical', { staleMs: 10_000 }), 'technical.lowMs: 10000 is less than staleMs'],
    [
      'no SpO2 out of order',
      having('technical', { noSpo2: { ...protocol.technical.noSpo2, highMs: 19_000 } }),
      'technical.noSpo2.highMs: 19000 is less than mediumMs (20000)',
    ],
    [
      'technical in baseline',
      having('technical', { phases: ['baseline', 'infusion'] }),
      'technical.phases: nothing technical',
    ],
    [
      'provider before station',
      having('alarm', { high: { ...protocol.alarm.high, toProviderMs: 1 } }),
      'alarm.high.toProviderMs: 1 is less than toStationMs',
    ],
  ])('AL-20 %s', (_, changed, sentence) => {
    expect(refusalOf(changed)).toContain(sentence);
  });
  test('AL-20 everything that is wrong is named at once', () => {
    const changed = {
      ...withLevel('spo2-low', 'medium', { delayMs: -1 }),
      technical: { ...protocol.technical, staleMs: 0 },
    };
    expect(refusalOf(changed)).toBe(
      'spo2-low medium.delayMs: -1 is negative. technical.staleMs: 0 must be more than 0.',
    );
  });
});

describe('AL-20 the parts that an earlier Vigil did not have', () => {
  const { undone } = protocol;
  if (undone === undefined) throw new Error('the published protocol has them');
  const undoing = (change: Partial<typeof undone>): ClinicalProtocol => ({
    ...protocol,
    undone: { ...undone, ...change },
  });
  const { mediumMs } = undone.upperMark;
  const { spo2HeldMs } = protocol.discharge;
  test.each<[string, ClinicalProtocol, string]>([
    [
      'no clearing time of a battery',
      having('technical', { lowBattery: { clearMs: 0 } }),
      'technical.lowBattery.clearMs: 0',
    ],
    ['no time for the cuff', having('technical', { sameArm: { absentMs: 0 } }), 'technical.sameArm.absentMs: 0'],
    ['no time with the patient', having('technical', { attended: { holdMs: 0 } }), 'technical.attended.holdMs: 0'],
    [
      'past the end medium before low',
      undoing({ pastEnd: { lowMs: 300_001, mediumMs: 300_000 } }),
      'undone.pastEnd.mediumMs: 300000 is less than lowMs',
    ],
    ['a pause medium before low', undoing({ pauseMediumMs: 599_999 }), 'undone.pauseMediumMs: 599999 is less than'],
    [
      'a dip at the upper mark would call the provider',
      undoing({ upperMark: { mediumMs: spo2HeldMs, toProviderMs: MINUTE } }),
      'undone.upperMark.mediumMs',
    ],
    [
      'a provider called before anything',
      undoing({ upperMark: { mediumMs, toProviderMs: 0 } }),
      'undone.upperMark.toProviderMs: 0',
    ],
    [
      'an entry with a delay',
      withLevel('sedation', 'medium', { delayMs: 1 }),
      'sedation medium.delayMs and clearMs: an entry is one value',
    ],
    [
      'an entry that waits for a repeat',
      withLevel('sedation', 'medium', { confirmWithinMs: MINUTE }),
      'sedation medium.confirmWithinMs: only a blood pressure',
    ],
  ])('AL-20 %s', (_, changed, complaint) => {
    expect(refusalOf(changed)).toContain(complaint);
  });
  test('AL-20 without them, and at their bounds, it makes sense', () => {
    const { undone: _u, ...rest } = protocol;
    const { lowBattery: _l, sameArm: _s, attended: _a, ...technical } = protocol.technical;
    expect(refusalOf({ ...rest, technical })).toBe('accepted');
    expect(refusalOf(undoing({ pauseMediumMs: protocol.infusion.pauseReminderMs }))).toBe('accepted');
    expect(refusalOf(undoing({ upperMark: { mediumMs: spo2HeldMs + 1, toProviderMs: 1 } }))).toBe('accepted');
  });
});

/** A copy with the number at this path changed. */
function withNumber(path: string, value: number): ClinicalProtocol {
  const copy = structuredClone(protocol) as unknown as Record<string, unknown>;
  const fields = path.split('.');
  const last = fields.pop() ?? '';
  const place = fields.reduce((at, field) => at[field] as Record<string, unknown>, copy);
  place[last] = value;
  return copy as unknown as ClinicalProtocol;
}

const numberAt = (path: string): number =>
  path.split('.').reduce<unknown>((at, field) => (at as Record<string, unknown>)[field], protocol) as number;

describe('AL-20 each number by itself', () => {
  test.each([
    'baseline.nibpCount',
    'baseline.medianWindowMs',
    'infusion.minPlannedMs',
    'infusion.bpEveryMs',
    'infusion.pauseReminderMs',
    'infusion.resumeBpMaxAgeMs',
    'recovery.minimumMs',
    'recovery.bpThenEveryMs',
    'recovery.bpExtendedEveryMs',
    'discharge.bpReadings',
    'discharge.bpMaxAgeMs',
    'technical.staleMs',
    'technical.noSpo2.backMs',
    'technical.cuffOverdue.graceMs',
    'technical.cuffOverdue.highAfterIntervals',
    'technical.adapterLost.mediumMs',
    'technical.bpRepeat.highWithinMs',
    'technical.bpRepeat.highEveryMs',
    'technical.bpRepeat.mediumEveryMs',
    'technical.bpRepeat.untilBelow',
    'technical.sound.cannotMs',
    'technical.sound.nobodyMs',
    'technical.lowBattery.clearMs',
    'technical.sameArm.absentMs',
    'technical.attended.holdMs',
    'alarm.high.toStationMs',
    'alarm.medium.toStationMs',
    'alarm.technicalMedium.toStationMs',
    'undone.upperMark.toProviderMs',
    'alarm.soundsAgain.urgentMs',
    'alarm.soundsAgain.mediumMs',
    'alarm.soundsAgain.spo2FallPct',
    'alarm.soundsAgain.bpWorseMmHg',
  ])('AL-20 %s of 0 and below is refused, of 1 it is not too small', (path) => {
    const words = (value: number) => `${path}: ${value} must be more than 0.`;
    for (const value of [0, -1]) expect(refusalOf(withNumber(path, value))).toContain(words(value));
    expect(refusalOf(withNumber(path, 1))).not.toContain('must be more than 0');
  });
  // Two numbers in order: the second at the first is let pass, 1 below it is not.
  test.each([
    ['baseline', 'nibpMinApartMs', 'nibpMaxApartMs'],
    ['baseline', 'nibpMaxApartMs', 'nibpMaxAgeMs'],
    ['infusion', 'minPlannedMs', 'plannedMs'],
    ['infusion', 'plannedMs', 'maxPlannedMs'],
    ['recovery', 'minimumMs', 'upperMarkMs'],
    ['technical', 'noSpo2.mediumMs', 'keptOverAbsenceMs'],
    ['technical.noSpo2', 'lowMs', 'sparse.missingMs'],
    ['technical.noSpo2', 'lowMs', 'mediumMs'],
    ['technical.noSpo2', 'mediumMs', 'highMs'],
    ['alarm.high', 'toStationMs', 'toProviderMs'],
    ['alarm.high', 'toProviderMs', 'toSecondPersonMs'],
    ['undone.pastEnd', 'lowMs', 'mediumMs'],
  ])('AL-20 %s: %s, then %s', (where, first, second) => {
    const before = numberAt(`${where}.${first}`);
    const words = (value: number) => `${where}.${second}: ${value} is less than ${first} (${before}).`;
    expect(refusalOf(withNumber(`${where}.${second}`, before - 1))).toContain(words(before - 1));
    expect(refusalOf(withNumber(`${where}.${second}`, before))).not.toContain(words(before));
  });
  test.each(['systolicMmHg', 'diastolicMmHg'] as const)('AL-20 the gate, %s in order', (part) => {
    const { repeatAbove, holdFrom } = protocol.baseline.gate;
    const words = (field: string, value: number, before: string, than: number) =>
      `baseline.gate ${part}.${field}: ${value} is less than ${before} (${than}).`;
    expect(refusalOf(withNumber(`baseline.gate.holdFrom.${part}`, repeatAbove[part] - 1))).toContain(
      words('holdFrom', repeatAbove[part] - 1, 'repeatAbove', repeatAbove[part]),
    );
    expect(refusalOf(withNumber(`baseline.gate.holdFrom.${part}`, repeatAbove[part]))).toBe('accepted');
    expect(refusalOf(withNumber(`baseline.gate.noStartFrom.${part}`, holdFrom[part] - 1))).toContain(
      words('noStartFrom', holdFrom[part] - 1, 'holdFrom', holdFrom[part]),
    );
  });
  test('AL-20 SpO2 is missing only after it was stale', () => {
    const { lowMs } = protocol.technical.noSpo2;
    expect(refusalOf(withNumber('technical.staleMs', lowMs))).toContain(
      `technical.lowMs: ${lowMs} is less than staleMs (${lowMs + 1}).`,
    );
    expect(refusalOf(withNumber('technical.staleMs', lowMs - 1))).not.toContain('less than staleMs');
  });
  test.each([
    [[0, 1], 'accepted'],
    [[1, 1], 'infusion.bpAtMs: 1 does not come after the one before.'],
    [[0, 0], 'infusion.bpAtMs: 0 does not come after the one before.'],
    [[-1, 0], 'infusion.bpAtMs: -1 is negative.'],
  ])('AL-20 instants of BPs %j', (bpAtMs, answer) => {
    expect(refusalOf(having('infusion', { bpAtMs }))).toBe(answer);
  });
  test('AL-20 whole sentences: what is not offered, and a phase without a visit’s watch', () => {
    expect(refusalOf(having('infusion', { bpEveryMs: 7 * MINUTE }))).toBe(
      'infusion.bpChoicesMs: does not offer bpEveryMs itself (420000).',
    );
    expect(refusalOf(having('technical', { phases: ['infusion', 'recovery', 'discharge'] }))).toBe(
      'technical.phases: nothing technical alarms without a running visit, so not in discharge.',
    );
    expect(refusalOf(having('technical', { phases: ['recovery', 'infusion'] }))).toBe('accepted');
  });
});

describe('REC-223 a protocol that alarms of too little is refused, naming what is missing', () => {
  const without = (kind: VitalAlertKind, priority: RuleLevel['priority']): ClinicalProtocol => ({
    ...protocol,
    rules: protocol.rules.map((rule) =>
      rule.alert === kind ? { ...rule, levels: rule.levels.filter((level) => level.priority !== priority) } : rule,
    ),
  });
  const NEEDED = ['spo2-low', 'pulse-high', 'pulse-low', 'bp-high'] as const;
  test.each(NEEDED)('REC-223 %s', (kind) => {
    expect(refusalOf({ ...protocol, rules: protocol.rules.filter(({ alert }) => alert !== kind) })).toContain(
      `${kind}: is missing; every protocol needs it.`,
    );
    for (const priority of ['medium', 'high'] as const)
      expect(refusalOf(without(kind, priority))).toContain(
        `${kind}.levels: has no ${priority} level; every protocol needs one.`,
      );
    for (const [left, phases] of [
      ['recovery', ['infusion']],
      ['infusion', ['baseline', 'recovery']],
    ] as const)
      expect(refusalOf(withRule(kind, { phases }))).toContain(
        `${kind}.phases: leaves out ${left}; it must be judged there.`,
      );
  });
  test('REC-223 no rules at all; nothing technical', () => {
    expect(refusalOf({ ...protocol, rules: [] }).match(/is missing/g)).toHaveLength(NEEDED.length);
    for (const [phases, count] of [
      [[], 2],
      [['infusion'], 1],
    ] as const)
      expect(refusalOf(having('technical', { phases })).match(/technical\.phases: leaves out/g)).toHaveLength(count);
  });
  test('REC-223 a rule that not every patient needs may be missing, or judged more often', () => {
    const answer = checkProtocol({
      ...protocol,
      rules: protocol.rules.filter(({ alert }) => !alert.startsWith('rr')),
      patientLimits: { ranges: {}, source: 'x' },
    });
    expect(answer.ok).toBe(true);
  });
});

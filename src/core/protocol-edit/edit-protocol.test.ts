import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkProtocol } from '../clinical-protocol-check.ts';
import type { ClinicalProtocol } from '../clinical-protocol.ts';
import { publishedProtocols } from '../protocols/published.ts';
import { withSatSeconds } from '../protocols/with-sat-seconds.ts';
import { editProtocol, faultsIn, newProtocolFrom, outOfRange, shortNameOf, withChanges } from './edit-protocol.ts';
import type { ProtocolChanges } from './edit-protocol.ts';
import { DIRECTIONS, fieldWords, isQuieter, opposite } from './field.ts';
import { locatedFields } from './fields.ts';
import { FIXED_FIELDS } from './fixed-fields.ts';
import { protocolDiff } from './protocol-diff.ts';
import { figureText, keptNumber, shownNumber } from './unit.ts';

const [ketamine, esketamine] = publishedProtocols;
const PROTOCOLS = [ketamine, esketamine, withSatSeconds(ketamine, 50)];

const diffOf = (changes: ProtocolChanges, protocol: ClinicalProtocol = ketamine) => {
  const edited = editProtocol(protocol, changes);
  if (!edited.ok) throw new Error(edited.refusal.message);
  return protocolDiff(protocol, edited.value).map(
    ({ of, title, from, to, direction }) => `${of}: ${title} ${from} → ${to}${direction ? `, ${direction}` : ''}`,
  );
};
const refusalOf = (changes: ProtocolChanges): string => {
  const edited = editProtocol(ketamine, changes);
  return edited.ok ? 'accepted' : edited.refusal.message;
};

/** Changes of some fields, each inside its own range. */
const changesOf = (protocol: ClinicalProtocol, maxLength: number): fc.Arbitrary<ProtocolChanges> =>
  fc
    .uniqueArray(
      fc.constantFrom(...locatedFields(protocol)).chain((field) =>
        fc
          // Near what it is: far away hardly any edit is accepted.
          .integer({ min: -4, max: 4 })
          .map((steps) => [field.path, Number((field.value + steps * field.step).toFixed(6))] as const),
      ),
      { selector: ([path]) => path, maxLength },
    )
    .map((entries) => Object.fromEntries(entries));

/** By its place: a protocol is too long to be printed in a counterexample. */
const anyEdit = (maxLength: number): fc.Arbitrary<readonly [number, ProtocolChanges]> =>
  fc
    .integer({ min: 0, max: PROTOCOLS.length - 1 })
    .chain((at) => fc.tuple(fc.constant(at), changesOf(PROTOCOLS[at] ?? ketamine, maxLength)));

describe('REC-210 the numbers of a protocol', () => {
  test.each(PROTOCOLS.map((each) => [each.id, each] as const))('REC-210 %s: each has its words once', (_, protocol) => {
    const fields = locatedFields(protocol);
    expect(new Set(fields.map(({ path }) => path)).size).toBe(fields.length);
    expect(new Set(fields.map((field) => fieldWords(field))).size).toBe(
      // The places of a list are told apart by their numbers alone.
      fields.filter(({ path }) => !/\[[1-9]\d*\]$/.test(path) || path.includes('when') || path.includes('clearsWhen'))
        .length,
    );
  });
  test('REC-210 none is forgotten: what is not listed is 0 by nature, follows another, or is the version', () => {
    for (const protocol of PROTOCOLS) {
      const listed = new Set(locatedFields(protocol).flatMap(({ places }) => places.map((place) => place.join('.'))));
      const left = numbersIn(protocol).filter(([path]) => !listed.has(path));
      expect(
        left.filter(([path, value]) => path !== 'version' && !(value === 0 && /(delay|clear)Ms$/.test(path))),
      ).toEqual([]);
    }
  });
  test('REC-210 every row of the table is a number of a shipped protocol', () => {
    const paths = new Set(
      PROTOCOLS.flatMap((each) => locatedFields(each).map(({ path }) => path.replace(/\[\d+\]$/, '[]'))),
    );
    expect([...FIXED_FIELDS.keys()].filter((path) => !paths.has(path))).toEqual([]);
  });
  test('REC-210 a shipped protocol lies inside every range', () => {
    for (const protocol of PROTOCOLS) expect(outOfRange(protocol)).toEqual([]);
  });
  test.each([
    [15_000, 's', 15, '15 s'],
    [90_000, 'min', 1.5, '1.5 min'],
    [0.2, 'share', 20, '20 %'],
    [1.3, 'times', 1.3, '1.3'],
    [-3, '%', -3, '−3 %'],
    [0, 'points', 0, '0'],
  ] as const)('REC-210 %d in %s is %d', (kept, unit, shown, text) => {
    expect(shownNumber(kept, unit)).toBe(shown);
    expect(keptNumber(shown, unit)).toBe(kept);
    expect(figureText(kept, unit)).toBe(text);
  });
});

describe('REC-211 an edit', () => {
  test('REC-211 is the next version with these numbers and nothing else', () => {
    const edited = editProtocol(ketamine, { 'spo2-low medium.when[0]': 88, 'recovery.upperMarkMs': 2_400_000 });
    if (!edited.ok) throw new Error(edited.refusal.message);
    expect(edited.value).toMatchObject({ version: ketamine.version + 1, recovery: { upperMarkMs: 2_400_000 } });
    // A high alert’s text compares with the medium limit: it follows.
    const [spo2] = edited.value.rules;
    expect(spo2?.levels.map(({ shows }) => shows.than)).toEqual([93, 88, 88]);
  });
  test('REC-211 where a limit is split by the baseline, its end is split at the same one', () => {
    const changed = withChanges(ketamine, { 'pulse-low medium.when[0].baselineBelow': 62 });
    const level = changed.rules.find(({ alert }) => alert === 'pulse-low')?.levels[1];
    expect([level?.when, level?.clearsWhen, level?.shows].map((each) => each && 'than' in each && each.than)).toEqual([
      { baselineBelow: 62, then: 45, otherwise: 50 },
      { baselineBelow: 62, then: 50, otherwise: 55 },
      { baselineBelow: 62, then: 45, otherwise: 50 },
    ]);
  });
  test.each<[string, ProtocolChanges, string]>([
    [
      'a number out of its range',
      { 'spo2-low medium.when[0]': 60 },
      'SpO₂ low, medium: SpO₂ <: 60 % is not between 85 % and 99 %.',
    ],
    ['no number', { 'recovery.minimumMs': Number.NaN }, 'Recovery: at least: give a number.'],
    [
      'a part of a second',
      { 'spo2-low medium.delayMs': 1_500 },
      'SpO₂ low, medium: held for: 1.5 s is not a multiple of 1 s.',
    ],
    [
      'times out of order',
      { 'recovery.upperMarkMs': 600_000 },
      'Recovery: upper mark: 10 min is less than 20 min (“at least”).',
    ],
    [
      'a limit that ends where it begins',
      { 'spo2-low medium.clearsWhen[0]': 89 },
      'SpO₂ low, medium: ends at SpO₂ ≥: must lie on the safe side of the limit.',
    ],
    [
      'a medium limit beyond the high one',
      { 'spo2-low high.when[0]': 90 },
      "SpO₂ low, high: SpO₂ ≤: SpO₂ 90 is not beyond the medium level's 90.",
    ],
    [
      'gate levels out of order',
      { 'baseline.gate.holdFrom.systolicMmHg': 190 },
      'Gate before the start: no start at or above, systolic: 180 mmHg is less than 190 mmHg (“held for a provider at or above, systolic”).',
    ],
    [
      'a BP interval that cannot be chosen',
      { 'infusion.bpEveryMs': 420_000 },
      'During the treatment: does not offer what is set (7 min).',
    ],
    [
      'a number that the protocol has not',
      { 'spo2-low medium.satSeconds.limit': 50 },
      'This protocol has no number “spo2-low medium.satSeconds.limit”.',
    ],
    ['nothing at all', { 'recovery.minimumMs': 1_200_000 }, 'Nothing of the protocol was changed.'],
  ])('REC-211 refuses %s, in a sentence that names the field', (_, changes, sentence) => {
    expect(refusalOf(changes)).toContain(sentence);
  });
  test('REC-211 each fault says which fields it stands beside', () => {
    expect(faultsIn(ketamine, { 'recovery.upperMarkMs': 600_000 }).map(({ paths }) => paths)).toEqual([
      ['recovery.upperMarkMs'],
    ]);
  });
  test('REC-211 no sentence shows a path, a raw time or a name of the code', () => {
    fc.assert(
      fc.property(anyEdit(4), ([at, changes]) => {
        const protocol = PROTOCOLS[at] ?? ketamine;
        for (const { message } of faultsIn(protocol, changes))
          expect(message).not.toMatch(/Ms\b|\d{5,}|[a-z][A-Z](?!₂)|[a-z]\.[a-z]|undefined|NaN/);
      }),
      { numRuns: 100 },
    );
  });
});

describe('REC-212 what is different', () => {
  test('REC-212 field, from, to and what it means', () => {
    expect(
      diffOf({
        'spo2-low medium.when[0]': 88,
        'pulse-high medium.when[0]': 118,
        'spo2-low medium.delayMs': 20_000,
        'spo2-low medium.clearMs': 15_000,
        'discharge.bpWithinShare': 0.15,
        'alarm.high.toStationMs': 10_000,
        'baseline.medianWindowMs': 30_000,
      }),
    ).toEqual([
      'SpO₂ low, medium: SpO₂ < 90 % → 88 %, less sensitive',
      'SpO₂ low, medium: held for 15 s → 20 s, later',
      'SpO₂ low, medium: ends after 10 s → 15 s, ends later',
      'Pulse high, medium: Pulse > 120 /min → 118 /min, more sensitive',
      'Baseline: SpO₂ and pulse: median of 60 s → 30 s',
      'BP: within so much of the baseline 20 % → 15 %, stricter',
      'High, nobody acknowledges: sounds at the station after 15 s → 10 s, sooner',
    ]);
  });
  test('REC-212 the version alone is no difference', () => {
    for (const protocol of PROTOCOLS) expect(protocolDiff(protocol, { ...protocol, version: 99 })).toEqual([]);
  });
  test('REC-212 edit, then diff: exactly the fields that were changed; whatever is accepted passes checkProtocol', () => {
    let accepted = 0;
    fc.assert(
      fc.property(anyEdit(3), ([at, changes]) => {
        const protocol = PROTOCOLS[at] ?? ketamine;
        const edited = editProtocol(protocol, changes);
        if (!edited.ok) return;
        accepted += 1;
        expect(checkProtocol(edited.value)).toEqual({ ok: true, value: edited.value });
        const was = new Map(locatedFields(protocol).map(({ path, value }) => [path, value]));
        const changed = Object.keys(changes).filter((path) => was.get(path) !== changes[path]);
        expect(
          protocolDiff(protocol, edited.value)
            .map(({ path }) => path)
            .toSorted(),
        ).toEqual(changed.toSorted());
        expect(protocolDiff(edited.value, protocol)).toHaveLength(changed.length);
      }),
      { numRuns: 100 },
    );
    expect(accepted).toBeGreaterThan(20);
  });
  test('REC-212 what is not a number is told too: a phase, a shape, a text, a part that is gone', () => {
    const { undone: _, ...without } = ketamine;
    const phases = ketamine.rules.map((rule) => ({ ...rule, phases: ['infusion'] as const }));
    const [first, ...others] = ketamine.rules;
    if (!first) throw new Error('no rule');
    const shown = first.levels.map((level) => ({ ...level, shows: { ...level.shows, than: 91 } }));
    for (const after of [
      without,
      { ...ketamine, title: 'Another' },
      { ...ketamine, rules: phases },
      { ...ketamine, rules: others },
      { ...ketamine, rules: [{ ...first, levels: shown }, ...others] },
    ])
      expect(protocolDiff(ketamine, after).length).toBeGreaterThan(0);
    expect(protocolDiff(ketamine, { ...ketamine, title: 'Another' })).toEqual([
      { path: 'title', group: 'structure', of: 'Not a number', title: 'title', from: ketamine.title, to: 'Another' },
    ]);
  });
  test('REC-212 of two directions one is quieter', () => {
    for (const direction of DIRECTIONS) expect(isQuieter(opposite(direction))).toBe(!isQuieter(direction));
  });
});

describe('REC-213 a new protocol from one that is there', () => {
  test('REC-213 has a short name and a title nobody else has, and begins as version 1', () => {
    const made = newProtocolFrom(ketamine, { id: 'iv-ketamine-60', title: 'IV ketamine, 60 min' }, PROTOCOLS);
    expect(made).toMatchObject({ ok: true, value: { id: 'iv-ketamine-60', title: 'IV ketamine, 60 min', version: 1 } });
    if (made.ok) expect(protocolDiff(ketamine, made.value).map(({ path }) => path)).toEqual(['id', 'title']);
  });
  test.each([
    ['', 'Ketamine', 'short name'],
    ['IV ketamine', 'Ketamine', 'short name'],
    ['x'.repeat(41), 'Ketamine', 'short name'],
    ['iv-ketamine-60', ' ', 'what the new protocol is called'],
    [ketamine.id, 'Ketamine', 'another short name'],
    ['iv-ketamine-60', ketamine.title.toUpperCase(), 'something else'],
  ])('REC-213 “%s”, “%s” is refused', (id, title, why) => {
    const made = newProtocolFrom(ketamine, { id, title }, PROTOCOLS);
    expect(made.ok ? '' : made.refusal.message).toContain(why);
  });
  test('REC-213 a title proposes its short name', () => {
    expect(shortNameOf(' IV ketamine, 60 min ')).toBe('iv-ketamine-60-min');
    expect(shortNameOf('x'.repeat(39) + ' y')).toBe('x'.repeat(39));
  });
});

function numbersIn(part: unknown, path = ''): readonly (readonly [string, number])[] {
  if (typeof part === 'number') return [[path, part]];
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([key, value]) => numbersIn(value, path === '' ? key : `${path}.${key}`));
}

import { describe, expect, test } from 'vitest';
import { publishedProtocols } from '#core/protocols/published.ts';
import { clinicalProtocolSchema, MAX_LEAVES } from './clinical-protocol-schema.ts';

const [protocol] = publishedProtocols;

describe('AL-20 the shape of a protocol', () => {
  test.each(publishedProtocols.map((each) => [each.id, each] as const))('AL-20 %s has it, key for key', (_, each) => {
    expect(clinicalProtocolSchema.parse(each)).toEqual(each);
  });
  test('AL-20 each rule and section says where its numbers come from', () => {
    const { source: _, ...unsourced } = protocol.recovery;
    expect(clinicalProtocolSchema.safeParse({ ...protocol, recovery: unsourced }).success).toBe(false);
  });
  test.each([
    ['an unknown key', { ...protocol, extra: 1 }],
    ['a word that is no priority', withLevel({ priority: 'urgent' })],
    ['a duration that is no whole number', withLevel({ delayMs: 1.5 })],
    ['a condition without parts', withLevel({ when: { all: [] } })],
    ['a condition nested deeper than two', withLevel({ when: { all: [{ any: [{ all: [leaf(90)] }] }] } })],
    ['a threshold that is no number', withLevel({ when: leaf('90') })],
  ])('AL-20 refused: %s', (_, value) => {
    expect(clinicalProtocolSchema.safeParse(value).success).toBe(false);
  });
  test('AL-20 a condition of two levels is read', () => {
    const when = { all: [{ any: [leaf(90), leaf({ baselinePlus: -3 })] }, leaf({ baselineTimes: 0.9 })] };
    expect(clinicalProtocolSchema.safeParse(withLevel({ when })).success).toBe(true);
  });
  test.each(['when', 'clearsWhen'])(
    'REC-224 the %s of a level compares no more than 8 values, however they are nested',
    (field) => {
      const nestedLeaves = (count: number) => ({
        any: [
          { all: Array.from({ length: count - 4 }, (_, at) => leaf(70 + at)) },
          { all: [80, 81, 82, 83].map(leaf) },
        ],
      });
      expect(clinicalProtocolSchema.safeParse(withLevel({ [field]: nestedLeaves(MAX_LEAVES) })).success).toBe(true);
      expect(clinicalProtocolSchema.safeParse(withLevel({ [field]: nestedLeaves(MAX_LEAVES + 1) })).success).toBe(
        false,
      );
    },
  );
  test('AL-20 no nesting overflows the stack', () => {
    const deep = JSON.parse('{"all":['.repeat(20_000) + JSON.stringify(leaf(90)) + ']}'.repeat(20_000)) as unknown;
    expect(clinicalProtocolSchema.safeParse(withLevel({ when: deep })).success).toBe(false);
  });
});

function leaf(than: unknown) {
  return { of: 'spo2Pct', is: '<', than };
}
function withLevel(change: Record<string, unknown>): unknown {
  const [rule, ...rules] = protocol.rules;
  const [level, ...levels] = rule?.levels ?? [];
  return { ...protocol, rules: [{ ...rule, levels: [{ ...level, ...change }, ...levels] }, ...rules] };
}

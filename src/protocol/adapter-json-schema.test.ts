import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type * as z from 'zod/mini';
import { adapterSchemaText } from '../../server/cli/adapter-schema-command.ts';
import { adapterAnswerSchema, serverEventSchemas } from './adapter-answer-schemas.ts';
import { EXAMPLES } from './adapter-json-examples.ts';
import { adapterJsonSchema } from './adapter-json-schema.ts';
import type { JsonSchema } from './adapter-json-schema.ts';
import { descriptionOf, wordsOf } from './adapter-json-words.ts';
import { adapterHandshakeSchema, adapterSchemas, parseWireReading } from './adapter-schemas.ts';
import { parse } from './malformed.ts';

const FILE = 'docs/adapter-kit/adapter-protocol.schema.json';
const document = adapterJsonSchema();
const definitions = document['$defs'] as Record<string, JsonSchema>;
const ajv = new Ajv2020({ strict: true, strictTypes: false, allErrors: false });
ajv.addSchema(document);
const validators = new Map<string, (value: unknown) => boolean>();
const bySchema = (name: string, value: unknown): boolean => {
  const validate =
    validators.get(name) ?? ajv.compile({ $ref: `${String(document['$id'])}#/$defs/${encodeURIComponent(name)}` });
  validators.set(name, validate);
  return validate(value);
};

const events = adapterSchemas();
/** What the server's own parser says of a message of this name. */
function byServer(name: string, value: unknown): boolean {
  if (name === 'handshake') return parse(adapterHandshakeSchema(), value, name).ok;
  const [ofServer, asked] = [
    serverEventSchemas as Record<string, (typeof serverEventSchemas)['cuff:start']>,
    name.replace(' answer', ''),
  ];
  const heard = name === asked ? ofServer[asked]?.payload : ofServer[asked]?.answer;
  if (heard) return parse(heard, value, name).ok;
  if (name.endsWith(' answer'))
    return parse(adapterAnswerSchema(name.replace(' answer', '') as keyof typeof events), value, name).ok;
  if (!(name in events)) return parseWireReading(value).ok;
  const parsed = parse(events[name as keyof typeof events] as z.ZodMiniType, value, name);
  if (!parsed.ok) return false;
  return (
    name !== 'readings:send' || (value as { readings: unknown[] }).readings.every((each) => parseWireReading(each).ok)
  );
}

/** What a schema cannot say stands in the words of the message (and only that may differ). */
const isUnsayable = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null) return false;
  const { diastolicMmHg, systolicMmHg } = value as Record<string, unknown>;
  if (Number(diastolicMmHg) >= Number(systolicMmHg)) return true;
  return Object.values(value).some(isUnsayable);
};

const KINDS = ['oximetry', 'nibp', 'nibp-failed', 'cuff-pressure'];
const SENT = ['handshake', ...Object.keys(events), ...KINDS].filter((name) => EXAMPLES[name]);

describe('the JSON Schema of the adapter protocol', () => {
  test('WS-120 the committed file is what `vigil adapter-schema` writes', () => {
    expect(readFileSync(FILE, 'utf8')).toBe(adapterSchemaText());
  });

  test('WS-120 it has every event, kind and answer, each with its words', () => {
    expect(Object.keys(definitions)).toEqual(
      expect.arrayContaining([...Object.keys(events), ...KINDS, 'handshake', 'readings:send answer']),
    );
    const isWanting = (name: string): boolean => !name.endsWith(' answer') && descriptionOf(name) === undefined;
    expect(Object.keys(definitions).filter(isWanting)).toEqual([]);
    const fieldsOf = (value: unknown): string[] =>
      typeof value !== 'object' || value === null
        ? []
        : Object.entries(value).flatMap(([key, inner]) =>
            key === 'properties' ? [...Object.keys(inner as object), ...fieldsOf(inner)] : fieldsOf(inner),
          );
    const wordless = Object.entries(definitions).flatMap(([name, schema]) =>
      fieldsOf(schema).filter((field) => wordsOf(name, field) === undefined),
    );
    expect(wordless).toEqual([]);
  });

  test('WS-120 its patterns are such as every language reads', () => {
    expect(adapterSchemaText()).not.toContain('\\\\p{');
  });

  test.each(Object.entries(EXAMPLES).flatMap(([name, examples]) => examples.map((each) => [name, each] as const)))(
    'WS-121 the example of %s is valid',
    (name, example) => {
      expect([bySchema(name, example), byServer(name, example)]).toEqual([true, true]);
    },
  );

  const [oximetry] = EXAMPLES['oximetry'] as [Record<string, unknown>];
  const [nibp] = EXAMPLES['nibp'] as [Record<string, unknown>];
  const [hello] = EXAMPLES['handshake'] as [Record<string, unknown>];
  const wrongs: readonly (readonly [name: string, wrong: unknown])[] = [
    ['oximetry', { ...oximetry, spo2Pct: 0 }],
    ['oximetry', { ...oximetry, spo2Pct: 127 }],
    ['oximetry', { ...oximetry, spo2Pct: null }],
    ['oximetry', { ...oximetry, spo2Pct: '97' }],
    ['oximetry', { ...oximetry, pulseBpm: 511 }],
    ['oximetry', { ...oximetry, spo2: 97 }],
    ['oximetry', { ...oximetry, quality: 'none' }],
    ['oximetry', { ...oximetry, quality: 'fine' }],
    ['oximetry', { ...oximetry, causes: ['off'] }],
    ['oximetry', { ...oximetry, seq: 0 }],
    ['oximetry', { ...oximetry, seq: 1.5 }],
    ['oximetry', { ...oximetry, measuredAt: 1_772_459_999.5 }],
    ['oximetry', { ...oximetry, measuredAt: '2026-03-02T14:00:00Z' }],
    ['oximetry', { ...oximetry, deviceId: 'ox 1' }],
    ['oximetry', { ...oximetry, epoch: '' }],
    ['nibp', { ...nibp, quality: 'none' }],
    ['nibp', { ...nibp, systolicMmHg: undefined }],
    ['nibp-failed', { ...nibp, kind: 'nibp-failed', failure: 'bad' }],
    ['readings:send', {}],
    ['readings:send', { readings: [oximetry], x: 1 }],
    ['readings:send', { readings: Array.from({ length: 501 }, () => oximetry) }],
    ['readings:send', { readings: [{ ...oximetry, spo2Pct: 101 }] }],
    ['adapter:announce', { devices: [{ deviceId: 'ox-1', model: 'nonin-df2' }] }],
    ['device:link', { deviceId: 'ox-1', connected: 'yes' }],
    ['device:link', { deviceId: 'ox-1', connected: false, reason: ' ' }],
    ['device:link', { deviceId: 'ox-1', connected: false, reason: 'a\nb' }],
    ['handshake', { ...hello, protocol: '1' }],
    ['handshake', { ...hello, protocol: 1.1 }],
    ['handshake', { ...hello, software: '' }],
    ['handshake', { ...hello, adapterId: 'b'.repeat(81) }],
  ];
  test.each(wrongs.map((each, n) => [n + 1, ...each] as const))(
    'WS-121 wrong %i, %s, is refused by both',
    (_, name, wrong) => {
      const value: unknown = JSON.parse(JSON.stringify(wrong));
      expect([bySchema(name, value), byServer(name, value)]).toEqual([false, false]);
    },
  );

  test('WS-121 a diastolic that is not below is the server’s to refuse, and the schema says so', () => {
    const value = { ...nibp, diastolicMmHg: 122 };
    expect([bySchema('nibp', value), byServer('nibp', value)]).toEqual([true, false]);
    expect(definitions['nibp']?.['description']).toContain('must be below `systolicMmHg`');
  });

  const odd = fc.oneof(
    fc.constantFrom<unknown>(0, -1, 1, 1.5, 100, 101, 127, 255, 400, 401, 511, 1e300, '', ' ', 'é', null, true, [], {}),
    fc.constantFrom<unknown>('good', 'poor', 'none', 'probe-off', ['probe-off'], ['off'], 'oximetry', 'nibp', '1.0'),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    // Lengths are counted in UTF-16 units by the server and in characters by a schema: the words say so.
    fc.string({ unit: 'binary', maxLength: 130 }).filter((text) => !/[\ud800-\udfff]/.test(text)),
  );
  const pathsOf = (value: unknown): (string | number)[][] =>
    typeof value !== 'object' || value === null
      ? []
      : Object.entries(value).flatMap(([key, inner]) => [[key], ...pathsOf(inner).map((path) => [key, ...path])]);
  const changed = (
    value: unknown,
    path: readonly (string | number)[],
    change: (to: Record<string, unknown>, key: string) => void,
  ) => {
    const copy: unknown = JSON.parse(JSON.stringify(value));
    let at = copy as Record<string, unknown>;
    for (const key of path.slice(0, -1)) at = at[key] as Record<string, unknown>;
    change(at, String(path.at(-1)));
    return copy;
  };
  const mutated = fc.constantFrom(...SENT).chain((name) =>
    fc.constantFrom(...(EXAMPLES[name] ?? [])).chain((example) =>
      fc
        .array(fc.tuple(fc.constantFrom(...pathsOf(example)), fc.constantFrom('set', 'drop', 'add'), odd), {
          minLength: 1,
          maxLength: 3,
        })
        .map((changes) => {
          let value: unknown = example;
          for (const [path, what, to] of changes) {
            const isThere = pathsOf(value).some((each) => each.join() === path.join());
            if (!isThere) continue;
            value = changed(value, path, (at, key) => {
              if (what === 'set') at[key] = to;
              else if (what === 'add' && !Array.isArray(at)) at[`${key}x`] = to;
              else if (Array.isArray(at)) at.pop();
              else Reflect.deleteProperty(at, key);
            });
          }
          return [name, value] as const;
        }),
    ),
  );

  test('WS-121 the frames of docs/adapter-protocol.md: both take or refuse each', () => {
    const page = readFileSync('docs/adapter-protocol.md', 'utf8');
    const frames = [...page.matchAll(/^A {2}42\/adapters,\d+\["([a-z:]+)",(.*)\]$/gm)].filter(
      ([, name]) => name! in events,
    );
    expect(frames.length).toBeGreaterThan(5);
    const said = frames.map(([, name = '', text = '']) => [name, bySchema(name, JSON.parse(text))]);
    expect(said).toEqual(frames.map(([, name = '', text = '']) => [name, byServer(name, JSON.parse(text))]));
    const answers = [...page.matchAll(/^S {2}43\/adapters,\d+\[(\{"ok".*)\]$/gm)].map(
      ([, text = '']) => JSON.parse(text) as unknown,
    );
    const isAnswer = (value: unknown): boolean =>
      Object.keys(definitions).some((name) => name.endsWith(' answer') && bySchema(name, value));
    expect(answers.filter((each) => !isAnswer(each))).toEqual([]);
  });

  test('WS-121 schema and server agree over mutated messages', () => {
    fc.assert(
      fc.property(mutated, ([name, value]) => {
        fc.pre(!isUnsayable(value));
        expect([name, bySchema(name, value)]).toEqual([name, byServer(name, value)]);
      }),
      { numRuns: 3_000, seed: 3 },
    );
  });
});

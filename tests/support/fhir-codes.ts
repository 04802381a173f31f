/** The code systems that HL7 itself publishes with FHIR R4: which codes each has. */
import { definitions } from './fhir-schema.ts';

interface Concept {
  readonly code: string;
  readonly concept?: readonly Concept[];
}
interface CodeSystem {
  readonly resourceType: string;
  readonly url: string;
  readonly concept?: readonly Concept[];
}

let known: Map<string, Set<string>> | undefined;

function systems(): ReadonlyMap<string, ReadonlySet<string>> {
  if (known) return known;
  known = new Map();
  for (const file of ['valuesets.json', 'v3-codesystems.json', 'v2-tables.json'])
    for (const { resource } of (definitions(file) as { entry: { resource: CodeSystem }[] }).entry) {
      if (resource.resourceType !== 'CodeSystem') continue;
      const codes = known.get(resource.url) ?? new Set<string>();
      for (const code of codesIn(resource.concept)) codes.add(code);
      known.set(resource.url, codes);
    }
  return known;
}

const codesIn = (concepts: readonly Concept[] = []): readonly string[] =>
  concepts.flatMap(({ code, concept }) => [code, ...codesIn(concept)]);

/** Undefined: not one of HL7's own systems. */
export const isCodeOf = (system: string, code: string): boolean | undefined => systems().get(system)?.has(code);

/**
 * The rules of HL7's vital-signs profiles, read from their StructureDefinitions: how many of each element, fixed values, slices by their
 * discriminator; and the invariants vs-2 and vs-3, whose FHIRPath is written out here.
 */
import { definitions } from './fhir-schema.ts';

interface Element {
  readonly id: string;
  readonly min: number;
  readonly max: string;
  readonly slicing?: { readonly discriminator: readonly { readonly type: string; readonly path: string }[] };
  readonly [fixed: `fixed${string}` | `pattern${string}`]: unknown;
}
interface StructureDefinition {
  readonly resourceType: string;
  readonly url: string;
  readonly snapshot: { readonly element: readonly Element[] };
}
type Node = Readonly<Record<string, unknown>>;

let known: ReadonlyMap<string, StructureDefinition> | undefined;
const profileOf = (url: string): StructureDefinition | undefined => {
  known ??= new Map(
    (definitions('profiles-others.json') as { entry: { resource: StructureDefinition }[] }).entry
      .filter(({ resource }) => resource.resourceType === 'StructureDefinition')
      .map(({ resource }) => [resource.url, resource]),
  );
  return known.get(url);
};

/** By which profile a LOINC code must be kept (https://hl7.org/fhir/R4/observation-vitalsigns.html). */
export const PROFILE_OF_LOINC: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    '85354-9': 'bp',
    '2708-6': 'oxygensat',
    '59408-5': 'oxygensat',
    '8867-4': 'heartrate',
    '9279-1': 'resprate',
    '29463-7': 'bodyweight',
  }).map(([code, name]) => [code, `http://hl7.org/fhir/StructureDefinition/${name}`]),
);

/** @returns what the profile says against it; empty: nothing */
export function profileFaults(resource: Node, url: string): readonly string[] {
  const profile = profileOf(url);
  if (!profile) return [`no such profile: ${url}`];
  const { element } = profile.snapshot;
  return [...childFaults(resource, 'Observation', element), ...invariants(resource)].map((fault) => `${url}: ${fault}`);
}

function childFaults(node: Node, id: string, elements: readonly Element[]): readonly string[] {
  return elements
    .filter((each) => each.id.startsWith(`${id}.`) && !each.id.slice(id.length + 1).includes('.'))
    .flatMap((element) => {
      const [name = '', slice] = element.id.slice(id.length + 1).split(':');
      const all = valuesOf(node, name, slice);
      const unsliced = elements.find((each) => each.id === `${id}.${name}`);
      const values = slice === undefined ? all : all.filter((value) => isOfSlice(value, element, unsliced, elements));
      const most = element.max === '*' ? Infinity : Number(element.max);
      const count =
        values.length < element.min || values.length > most
          ? [`${element.id}: ${values.length}, not ${element.min} to ${element.max}`]
          : [];
      return [
        ...count,
        ...values.flatMap((value) => [
          ...fixedFaults(value, element),
          ...(typeof value === 'object' && value !== null ? childFaults(value as Node, element.id, elements) : []),
        ]),
      ];
    });
}

/** `value[x]` is any key that begins so; its slice names the key. */
function valuesOf(node: Node, name: string, slice?: string): readonly unknown[] {
  const value = name.endsWith('[x]')
    ? Object.entries(node).find(([key]) =>
        slice === undefined ? key.startsWith(name.slice(0, -3)) : key === slice,
      )?.[1]
    : node[name];
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

const fixedOf = (element: Element): unknown =>
  Object.entries(element).find(([key]) => /^(fixed|pattern)/.test(key))?.[1];
const fixedFaults = (value: unknown, element: Element): readonly string[] => {
  const fixed = fixedOf(element);
  return fixed === undefined || value === fixed ? [] : [`${element.id}: ${String(value)}, not ${String(fixed)}`];
};

/** A slice by type is chosen by its key already; one by value has its discriminators' fixed values on one coding. */
function isOfSlice(value: unknown, slice: Element, of: Element | undefined, elements: readonly Element[]): boolean {
  const discriminators = of?.slicing?.discriminator ?? [];
  if (discriminators.some(({ type }) => type === 'type')) return true;
  const wanted = discriminators.map(({ path }) => {
    const name = path.split('.').at(-1) ?? '';
    const fixed = elements.find(
      (each) => each.id.startsWith(`${slice.id}.`) && each.id.endsWith(`.${name}`) && fixedOf(each) !== undefined,
    );
    return { folder: path.split('.').slice(0, -1), name, fixed: fixed && fixedOf(fixed) };
  });
  const folder = wanted[0]?.folder ?? [];
  return at(value, folder).some((node) => wanted.every(({ name, fixed }) => (node as Node)[name] === fixed));
}

const at = (value: unknown, [name, ...rest]: readonly string[]): readonly unknown[] =>
  name === undefined ? [value] : valuesOf(value as Node, name).flatMap((each) => at(each, rest));

const hasValue = (node: Node): boolean => Object.keys(node).some((key) => /^value[A-Z]/.test(key));

function invariants(resource: Node): readonly string[] {
  const components = (resource.component ?? []) as readonly Node[];
  const isEmpty = components.length === 0 && resource.hasMember === undefined;
  return [
    ...(isEmpty && !hasValue(resource) && !resource.dataAbsentReason
      ? ['vs-2: neither a value nor why there is none']
      : []),
    ...(hasValue(resource) && resource.dataAbsentReason ? ['obs-6: a value, and why there is none'] : []),
    ...components.flatMap((each, index) =>
      hasValue(each) || each.dataAbsentReason ? [] : [`vs-3: component ${index} has neither a value nor why`],
    ),
  ];
}

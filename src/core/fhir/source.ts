/** What a bundle is made of, and what every resource of it has: an id of its own, for ever, and its marks. */
import type { VisitEvent } from '../event.ts';
import type { Instant } from '../reading.ts';
import type { VisitRecord } from '../record/visit-record.ts';
import type { Chair, RegisteredDevice } from '../site-state.ts';
import type { PatientView } from '../view.ts';
import { own, VIGIL } from './codes.ts';
import type { Annotation, Coding, Concept, Identifier, Meta, Reference, Resource } from './types.ts';

export interface FhirSource {
  readonly site: { readonly siteId: string; readonly name: string; readonly demo?: boolean };
  /** Of the visit, from its opening on. */
  readonly events: readonly VisitEvent[];
  readonly record: VisitRecord;
  /** Null: the clinic's rule let the name go. */
  readonly patient: PatientView | null;
  /** Each name every chair had, oldest first. */
  readonly chairs: readonly Chair[];
  readonly devices: readonly Pick<RegisteredDevice, 'deviceId' | 'label' | 'model' | 'kind' | 'emulated'>[];
}

export interface FhirDeps {
  /** A UUID of its name alone: the same for the same name, of any run (RFC 9562, version 5). */
  readonly idOf: (name: string) => string;
  /** Of Vigil. */
  readonly build?: string;
  /** The maker's name of a device's model. */
  readonly titleOf?: (model: string) => string | undefined;
  /** The report, base64. */
  readonly pdf?: { readonly base64: string; readonly bytes: number };
}

/** Of one visit while its bundle is made. */
export interface Making extends FhirSource {
  readonly deps: FhirDeps;
  /** Nothing of it is of this patient. */
  readonly isInError: boolean;
  /** Until a provider has signed. */
  readonly isPreliminary: boolean;
  /** Something came after the signature: the report is no longer what was signed. */
  readonly isAmended: boolean;
  /** What came after the last signature: no provider answers for it yet. */
  readonly unsigned: ReadonlySet<VisitEvent>;
}

export type ResourceType = Resource['resourceType'];

/** @param name unique among this type's of the clinic: of the ids that the record has already */
export const idFor = ({ site, deps }: Pick<Making, 'site' | 'deps'>, type: ResourceType, name: string): string =>
  deps.idOf(`${site.siteId}/${type}/${name}`);

/** Of something of this visit. */
export const visitIdFor = (making: Making, type: ResourceType, name: string): string =>
  idFor(making, type, `${making.record.visitId}/${name}`);

export const refTo = (id: string, display?: string): Reference => ({
  reference: `urn:uuid:${id}`,
  ...(display !== undefined && { display }),
});

/** Nobody but the name is known of them. Nothing: no name. */
export const person = (name: string | undefined): Reference[] => {
  const display = said(name);
  return display === undefined ? [] : [{ display }];
};

/** A number that names something in this clinic alone. */
export const identifier = ({ site }: Pick<Making, 'site'>, kind: string, value: string): Identifier => ({
  system: `urn:vigil:site:${site.siteId}:${kind}`,
  value,
});

const IMPORTED: Coding = { system: VIGIL, code: 'imported', display: 'Made of a file of recorded vitals' };
const BROUGHT: Coding = { system: VIGIL, code: 'brought', display: 'Put in from a file of another clinic' };
const DEMONSTRATION: Coding = { system: VIGIL, code: 'demonstration', display: 'Of a demonstration: nobody’s' };
const TEST_DATA: Coding = {
  system: 'http://terminology.hl7.org/CodeSystem/v3-ActReason',
  code: 'HTEST',
  display: 'test health data',
};

/** Of what is the clinic's, whatever visit tells it. */
export const siteMeta = ({ site }: Pick<Making, 'site'>): { meta?: Meta } =>
  site.demo ? { meta: { tag: [{ ...DEMONSTRATION }, { ...TEST_DATA }] } } : {};

/** Of what is of one visit: the profiles it keeps to, and that it is no treatment of this clinic's. */
export function metaOf(making: Pick<Making, 'record' | 'site'>, profiles: readonly string[] = []): { meta?: Meta } {
  const { imported, broughtFrom } = making.record;
  const tag = [
    ...(imported ? [{ ...IMPORTED }] : []),
    ...(broughtFrom ? [{ ...BROUGHT }] : []),
    ...(siteMeta(making).meta?.tag ?? []),
  ];
  if (tag.length === 0 && profiles.length === 0) return {};
  return { meta: { ...(profiles.length > 0 && { profile: [...profiles] }), ...(tag.length > 0 && { tag }) } };
}

export const timeOf = (at: Instant): string => new Date(at).toISOString();
export const periodOf = (from: Instant, to: Instant | undefined): { start: string; end?: string } => ({
  start: timeOf(from),
  ...(to !== undefined && { end: timeOf(Math.max(from, to)) }),
});

/** FHIR knows no empty text. */
export function said(text: string | undefined): string | undefined {
  const trimmed = text?.trim();
  return trimmed === undefined || trimmed === '' ? undefined : trimmed;
}

export const notes = (...texts: readonly (string | undefined)[]): { note?: Annotation[] } => {
  const note = texts.flatMap((text) => said(text) ?? []).map((text) => ({ text }));
  return note.length > 0 ? { note } : {};
};

/** Of Vigil's own closed lists: `side-effect-nausea`. */
export const ownOf = (list: string, name: string, text: string): Concept => own(`${list}-${name}`, text);

/** What was measured of the visit while it lasted, as the record counts it: what a device sent after its end is nobody's. */
export const isOfVisit = ({ record }: Making, at: Instant): boolean => at <= record.ended.at;

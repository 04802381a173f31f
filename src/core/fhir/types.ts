/**
 * As much of FHIR R4 as Vigil writes (https://hl7.org/fhir/R4): the core imports no library, and a test proves that what is built here is
 * a `Bundle` of @types/fhir and of HL7's own schema. Arrays are mutable because theirs are.
 */
export interface Coding {
  system?: string;
  code?: string;
  display?: string;
  version?: string;
}
export interface Concept {
  coding?: Coding[];
  text?: string;
}
export interface Quantity {
  value: number;
  unit: string;
  system: string;
  code: string;
}
/** `reference`: `urn:uuid:…` of another entry, or `#…` of a contained one. `display` alone: somebody of whom only the name is known. */
export interface Reference {
  reference?: string;
  display?: string;
}
export interface Period {
  start?: string;
  end?: string;
}
export interface Identifier {
  system: string;
  value: string;
  type?: Concept;
}
export interface Annotation {
  text: string;
  time?: string;
  authorString?: string;
}
export interface Meta {
  profile?: string[];
  tag?: Coding[];
}
/** https://hl7.org/fhir/R4/datatypes.html#SampledData: values apart by `period` ms, "E" where there is none. */
export interface SampledData {
  origin: Quantity;
  period: number;
  dimensions: number;
  data: string;
}

interface Entity {
  id: string;
  meta?: Meta;
}

export interface Patient extends Entity {
  resourceType: 'Patient';
  identifier: Identifier[];
  name?: { use: 'usual'; text: string }[];
  birthDate?: string;
}
export interface Organization extends Entity {
  resourceType: 'Organization';
  identifier: Identifier[];
  name: string;
}
export interface Location extends Entity {
  resourceType: 'Location';
  identifier: Identifier[];
  status: 'active';
  name: string;
  managingOrganization: Reference;
}
export interface Device extends Entity {
  resourceType: 'Device';
  identifier: Identifier[];
  deviceName?: { name: string; type: 'user-friendly-name' | 'model-name' }[];
  modelNumber?: string;
  type: Concept;
  version?: { value: string }[];
  owner: Reference;
  note?: Annotation[];
}
export interface Encounter extends Entity {
  resourceType: 'Encounter';
  identifier: Identifier[];
  status: 'finished' | 'cancelled' | 'entered-in-error';
  statusHistory?: { status: 'arrived' | 'in-progress'; period: Period }[];
  class: Coding;
  type: Concept[];
  subject: Reference;
  participant?: { type: Concept[]; period?: Period; individual: Reference }[];
  period: Period;
  hospitalization?: { dischargeDisposition: Concept };
  location: { location: Reference; status: 'completed'; period: Period }[];
  serviceProvider: Reference;
}
export interface ObservationComponent {
  code: Concept;
  valueQuantity?: Quantity;
  valueString?: string;
  valueInteger?: number;
  valueBoolean?: boolean;
  valueCodeableConcept?: Concept;
  valueSampledData?: SampledData;
  dataAbsentReason?: Concept;
}
export interface Observation extends Entity, Omit<ObservationComponent, 'code'> {
  resourceType: 'Observation';
  identifier: Identifier[];
  status: 'final' | 'amended' | 'preliminary' | 'entered-in-error';
  category?: Concept[];
  code: Concept;
  subject: Reference;
  encounter: Reference;
  effectiveDateTime?: string;
  effectivePeriod?: Period;
  performer?: Reference[];
  device?: Reference;
  method?: Concept;
  note?: Annotation[];
  component?: ObservationComponent[];
}
export interface MedicationAdministration extends Entity {
  resourceType: 'MedicationAdministration';
  contained?: { resourceType: 'Medication'; id: string; code: Concept; batch?: { lotNumber: string } }[];
  identifier: Identifier[];
  status: 'completed' | 'stopped' | 'unknown' | 'entered-in-error';
  statusReason?: Concept[];
  medicationCodeableConcept?: Concept;
  medicationReference?: Reference;
  subject: Reference;
  context: Reference;
  effectiveDateTime?: string;
  effectivePeriod?: Period;
  performer?: { actor: Reference }[];
  dosage?: {
    text?: string;
    route?: Concept;
    dose?: Quantity;
    rateRatio?: { numerator: Quantity; denominator: Quantity };
  };
  note?: Annotation[];
}
export interface AdverseEvent extends Entity {
  resourceType: 'AdverseEvent';
  identifier: Identifier;
  actuality: 'actual';
  event: Concept;
  subject: Reference;
  encounter: Reference;
  date: string;
  recordedDate: string;
  severity?: Concept;
  recorder: Reference;
}
export interface Procedure extends Entity {
  resourceType: 'Procedure';
  identifier: Identifier[];
  status: 'completed' | 'entered-in-error';
  code: Concept;
  subject: Reference;
  encounter: Reference;
  performedDateTime: string;
  recorder: Reference;
  note?: Annotation[];
}
export interface DocumentReference extends Entity {
  resourceType: 'DocumentReference';
  identifier: Identifier[];
  status: 'current' | 'entered-in-error';
  docStatus: 'final' | 'amended' | 'preliminary' | 'entered-in-error';
  type: Concept;
  subject: Reference;
  date: string;
  author: Reference[];
  custodian: Reference;
  content: { attachment: { contentType: string; data: string; size: number; title: string; creation: string } }[];
  context: { encounter: Reference[]; period: Period };
}
export interface Provenance extends Entity {
  resourceType: 'Provenance';
  target: Reference[];
  recorded: string;
  activity: Concept;
  agent: { type: Concept; who: Reference }[];
}

export type Resource =
  | Patient
  | Organization
  | Location
  | Device
  | Encounter
  | Observation
  | MedicationAdministration
  | AdverseEvent
  | Procedure
  | DocumentReference
  | Provenance;

export interface Entry {
  /** `urn:uuid:` and the resource's id. */
  fullUrl: string;
  resource: Resource;
  /** An id of the sender's own: what is sent again takes the place of what was sent. */
  request: { method: 'PUT'; url: string };
}
export interface Bundle {
  resourceType: 'Bundle';
  type: 'transaction';
  entry: Entry[];
}

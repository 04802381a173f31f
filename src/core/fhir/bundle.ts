/**
 * A visit that is over as a FHIR R4 transaction (docs/adr/0026-fhir.md). The same record gives the same resources with the same ids, and each is
 * put: what is sent again takes the place of what was sent, and nothing is there twice.
 */
import type { VisitEvent } from '../event.ts';
import { bloodPressuresOf } from './blood-pressure.ts';
import { entriesOf } from './entries.ts';
import { medicationOf } from './medication.ts';
import { chairsOf, clinicOf, devicesOf, encounterOf, patientOf } from './people-and-place.ts';
import { periodicOf } from './periodic.ts';
import { seriesOf } from './series.ts';
import { addendaOf, documentOf, provenanceOf } from './sign-off.ts';
import { said } from './source.ts';
import type { FhirDeps, FhirSource, Making } from './source.ts';
import { summaryOf } from './summary.ts';
import type { Bundle, Entry, Resource } from './types.ts';

export function fhirBundle(source: FhirSource, deps: FhirDeps): Bundle {
  const { record, events } = source;
  const isSignature = ({ type }: VisitEvent): boolean => type === 'record-signed';
  const firstSigned = events.findIndex(isSignature);
  const making: Making = {
    ...source,
    site: { ...source.site, name: said(source.site.name) ?? 'Clinic' },
    deps,
    isInError: record.ended.ending === 'wrong-patient',
    isPreliminary: record.signOff.signed === undefined,
    isAmended: firstSigned >= 0 && events.slice(firstSigned).some((event) => !isSignature(event)),
    unsigned: new Set(firstSigned < 0 ? [] : events.slice(events.findLastIndex(isSignature) + 1)),
  };
  const drugs = medicationOf(making);
  const resources: Resource[] = [
    clinicOf(making),
    ...chairsOf(making),
    patientOf(making),
    ...devicesOf(making),
    encounterOf(making),
    ...drugs,
    ...summaryOf(making),
    ...bloodPressuresOf(making),
    ...periodicOf(making),
    ...seriesOf(making),
    ...entriesOf(making),
    ...addendaOf(making),
    ...documentOf(making),
    ...provenanceOf(
      making,
      drugs.map(({ id }) => id),
    ),
  ];
  return { resourceType: 'Bundle', type: 'transaction', entry: resources.map(entryOf) };
}

const entryOf = (resource: Resource): Entry => ({
  fullUrl: `urn:uuid:${resource.id}`,
  resource,
  request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` },
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type * as fhir from 'fhir/r4';
import type { VisitEvent, VisitEventBody } from '#core/event.ts';
import { ENDINGS } from '#core/phase.ts';
import { recordOf } from '#core/record/record-of.ts';
import { endedVisit, esketamineVisit, STARTED_AT } from '../../../tests/fixtures/ended-visit.ts';
import { anyStart, anySteps, go } from '../../../tests/support/any-visit.ts';
import { nurse } from '../../../tests/support/visit-builder.ts';
import { isCodeOf } from '../../../tests/support/fhir-codes.ts';
import { PROFILE_OF_LOINC, profileFaults } from '../../../tests/support/fhir-profiles.ts';
import { schemaFaults } from '../../../tests/support/fhir-schema.ts';
import { uuidOf } from '../../../server/fhir/fhir-of-visit.ts';
import { fhirBundle } from './bundle.ts';
import type { FhirDeps, FhirSource } from './source.ts';
import type { Bundle, Coding, Observation, Resource } from './types.ts';

const LOINC = 'http://loinc.org';

const sourceOf = (events: readonly VisitEvent[], rest: Partial<FhirSource> = {}): FhirSource => {
  const record = recordOf(events);
  if (!record) throw new Error('the visit is not over');
  return {
    site: { siteId: 'site-1', name: 'Lakeside' },
    events,
    record,
    patient: { patientId: record.patientId, name: 'Ada Byron', birthDate: '1985-12-10', recordNumber: 'K-100' },
    chairs: [{ chairId: 'chair-1', name: 'Chair 1' }],
    devices: [
      { deviceId: 'ox-1', label: 'Oximeter 1', model: 'nonin-df2', kind: 'oximeter', emulated: false },
      { deviceId: 'cuff-1', label: 'Cuff 1', model: 'suntech', kind: 'cuff', emulated: false },
    ],
    ...rest,
  };
};
const deps: FhirDeps = { idOf: uuidOf, build: 'abc', pdf: { base64: 'JVBERi0=', bytes: 5 } };
const bundleOf = (events: readonly VisitEvent[], rest?: Partial<FhirSource>): Bundle =>
  fhirBundle(sourceOf(events, rest), deps);

type Of<Type extends Resource['resourceType']> = Extract<Resource, { resourceType: Type }>;
const all = <Type extends Resource['resourceType']>({ entry }: Bundle, type: Type): Of<Type>[] =>
  entry.flatMap(({ resource }) => (resource.resourceType === type ? [resource as Of<Type>] : []));
const loincOf = ({ code }: Pick<Observation, 'code'>): string[] =>
  (code.coding ?? []).flatMap(({ system, code: each }) => (system === LOINC && each !== undefined ? [each] : []));
const withLoinc = (bundle: Bundle, code: string): Observation[] =>
  all(bundle, 'Observation').filter((each) => loincOf(each).includes(code));

/** Everything that may be wrong with a bundle. */
function faultsOf(bundle: Bundle): readonly string[] {
  const resources = bundle.entry.map(({ resource }) => resource);
  return [...schemaFaults(bundle), ...vitalSignFaults(resources), ...referenceFaults(bundle)];
}

/** Each profile that is claimed, and each that the code demands whether it is claimed or not. */
const vitalSignFaults = (resources: readonly Resource[]): readonly string[] =>
  resources.flatMap((resource) => {
    if (resource.resourceType !== 'Observation') return [];
    const claimed = resource.meta?.profile ?? [];
    const demanded = loincOf(resource).flatMap((code) => PROFILE_OF_LOINC[code] ?? []);
    return [...new Set([...claimed, ...demanded])].flatMap((url) =>
      profileFaults(resource as unknown as Record<string, unknown>, url),
    );
  });

function referenceFaults({ entry }: Bundle): readonly string[] {
  const urls = entry.map(({ fullUrl }) => fullUrl);
  const twice = urls.filter((url, index) => urls.indexOf(url) !== index);
  const dangling = entry.flatMap(({ resource }) =>
    [...JSON.stringify(resource).matchAll(/"reference":"([^"]*)"/g)]
      .map(([, reference = '']) => reference)
      .filter((reference) =>
        reference.startsWith('#')
          ? !('contained' in resource && resource.contained?.some(({ id }) => `#${id}` === reference))
          : !urls.includes(reference),
      ),
  );
  const requests = entry.filter(
    ({ fullUrl, resource, request }) =>
      request.url !== `${resource.resourceType}/${resource.id}` || fullUrl !== `urn:uuid:${resource.id}`,
  );
  return [
    ...twice.map((url) => `${url} twice`),
    ...dangling.map((reference) => `${reference} leads nowhere`),
    ...requests.map(({ request }) => `${request.url} is another's`),
  ];
}

describe('REC-150 a visit that is over is a transaction that HL7’s own schema and profiles find no fault with', () => {
  test('an infusion', () => expect(faultsOf(bundleOf(endedVisit()))).toEqual([]));
  test('esketamine', () => expect(faultsOf(bundleOf(esketamineVisit()))).toEqual([]));
  test('the types of @types/fhir take it', () => {
    const bundle: fhir.Bundle = bundleOf(endedVisit());
    expect(bundle.type).toBe('transaction');
  });
  test('a patient whose name is gone, a chair and devices nobody knows', () => {
    const bundle = bundleOf(endedVisit(), { patient: null, chairs: [], devices: [] });
    expect(faultsOf(bundle)).toEqual([]);
    expect(JSON.stringify(bundle)).not.toContain('Byron');
    const blank = {
      site: { siteId: 's', name: '' },
      patient: { patientId: 'p', name: ' ', birthDate: '1985-12-10', recordNumber: '' },
      chairs: [{ chairId: 'chair-1', name: ' ' }],
    };
    expect(faultsOf(bundleOf(endedVisit(), blank))).toEqual([]);
  });
});

/** As the journal would hold it. */
const more = (events: readonly VisitEvent[], ...bodies: readonly VisitEventBody[]): readonly VisitEvent[] => {
  let at = events.at(-1)?.at ?? 0;
  return [...events, ...bodies.map((body): VisitEvent => ({ ...body, at: (at += 60_000), actor: nurse }))];
};
const closed: VisitEventBody = { type: 'record-closed', byName: 'Rosa Diaz', contradictions: [] };
const signed: VisitEventBody = { type: 'record-signed', byName: 'Dr. Okafor', contradictions: [] };
const added = (addendumId: string): VisitEventBody => ({
  type: 'addendum-added',
  addendumId,
  byName: 'Rosa Diaz',
  text: 'The ride came at four.',
});
const signedVisit = () => more(endedVisit(), closed, signed, added('add-1'));

test('REC-150 whatever happened in a visit, nothing is wrong with its bundle', () => {
  const ending = fc.constantFrom(...ENDINGS);
  const signOff = fc.constantFrom<readonly VisitEventBody[]>(
    [],
    [closed],
    [closed, signed],
    [closed, signed, added('a')],
  );
  fc.assert(
    fc.property(anyStart, anySteps, ending, signOff, (start, steps, how, after) => {
      const visit = start.copy();
      for (const step of steps) go(visit, step);
      if (visit.state.phase.name !== 'ended') visit.record({ type: 'visit-ended', ending: how, byName: '' });
      expect(faultsOf(bundleOf(more(visit.events, ...after)))).toEqual([]);
    }),
    { numRuns: 25 },
  );
});

// A resource to be broken on purpose: any shape.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Spoilt = any;

describe('REC-151 what the checks of these tests find', () => {
  const whole = bundleOf(endedVisit());
  const spoilt = (change: (resource: Spoilt) => void, code: string) => {
    const bundle = structuredClone(whole);
    const resource = withLoinc(bundle, code)[0];
    change(resource as unknown as Spoilt);
    return faultsOf(bundle);
  };
  const cases: readonly (readonly [name: string, code: string, change: (resource: Spoilt) => void, fault: RegExp])[] = [
    ['no status', '2708-6', (o) => delete o.status, /status: 0, not 1 to 1/],
    ['no category', '8867-4', (o) => delete o.category, /category: 0, not 1/],
    ['another category', '8867-4', (o) => (o.category[0].coding[0].code = 'survey'), /VSCat: 0, not 1/],
    ['no time', '2708-6', (o) => delete o.effectiveDateTime, /effective\[x\]: 0/],
    ['no subject', '85354-9', (o) => delete o.subject, /subject: 0/],
    [
      'neither a value nor why',
      '2708-6',
      (o) => {
        delete o.valueQuantity;
        delete o.dataAbsentReason;
      },
      /vs-2/,
    ],
    ['another unit', '2708-6', (o) => (o.valueQuantity.code = '1'), /code: 1, not %/],
    ['no diastolic', '85354-9', (o) => o.component.splice(1), /DiastolicBP: 0, not 1/],
    ['a component without a value', '85354-9', (o) => delete o.component[0].valueQuantity, /vs-3/],
    ['a wrong unit of a component', '85354-9', (o) => (o.component[0].valueQuantity.code = 'kPa'), /kPa, not mm\[Hg\]/],
    ['a key that FHIR has not', '29463-7', (o) => (o.byHand = true), /additional properties/],
    ['a reference to nothing', '29463-7', (o) => (o.subject.reference = 'urn:uuid:1'), /leads nowhere/],
    ['an empty text', '29463-7', (o) => (o.code.text = ''), /must match pattern/],
  ];
  test.each(cases)('%s', (_name, code, change, fault) => {
    expect(spoilt(change, code).join('\n')).toMatch(fault);
  });
});

describe('REC-152 the same record gives the same resources with the same ids', () => {
  const ids = ({ entry }: Bundle) => entry.map(({ fullUrl }) => fullUrl);
  test('made twice', () => expect(bundleOf(signedVisit())).toEqual(bundleOf(signedVisit())));
  test('an addendum later leaves each id where it was, and adds its own', () => {
    const before = ids(bundleOf(more(endedVisit(), closed, signed)));
    const after = ids(bundleOf(signedVisit()));
    expect(before.every((id) => after.includes(id))).toBe(true);
    expect(after.length).toBe(before.length + 2);
  });
  test('a reading that comes late changes the five minutes it is of, and no other resource', () => {
    const events = endedVisit();
    const index = events.findIndex(
      (e) => e.type === 'reading-recorded' && e.reading.kind === 'oximetry' && e.at > STARTED_AT + 1_000_000,
    );
    const late = events[index] as VisitEvent;
    const without = [...events.slice(0, index), ...events.slice(index + 1)];
    const before = new Map(bundleOf(without).entry.map((each) => [each.fullUrl, JSON.stringify(each.resource)]));
    const changed = bundleOf([...without, late]).entry.filter(
      ({ fullUrl, resource }) => before.get(fullUrl) !== JSON.stringify(resource),
    );
    expect(before.size).toBe(bundleOf([...without, late]).entry.length);
    expect(changed.length).toBeGreaterThan(0);
    expect(
      changed.every(({ resource }) => resource.resourceType === 'Observation' && 'valueSampledData' in resource),
    ).toBe(true);
  });
  test('one person by record number and birth date, whatever ids Vigil gave; a slip in the number makes nobody another', () => {
    const patientOf = (patient: Partial<NonNullable<FhirSource['patient']>>) =>
      all(
        bundleOf(endedVisit(), { patient: { patientId: 'p', name: 'Ada Byron', birthDate: '1985-12-10', ...patient } }),
        'Patient',
      )[0]?.id;
    expect(patientOf({ patientId: 'p-2', recordNumber: 'K-100' })).toBe(patientOf({ recordNumber: 'K-100' }));
    expect(patientOf({ recordNumber: 'K-100', birthDate: '1990-01-01' })).not.toBe(
      patientOf({ recordNumber: 'K-100' }),
    );
    expect(patientOf({})).not.toBe(patientOf({ recordNumber: 'K-100' }));
  });
});

describe('REC-153 what was measured', () => {
  const events = endedVisit();
  const bundle = bundleOf(events);
  const readings = events.flatMap((e) => (e.type === 'reading-recorded' || e.type === 'bp-entered' ? [e.reading] : []));
  test('each BP is an Observation of its own, and a failed cuff cycle says why there is none', () => {
    const bps = withLoinc(bundle, '85354-9');
    const kinds = (kind: string) => readings.filter((each) => each.kind === kind).length;
    expect(bps.filter(({ dataAbsentReason }) => !dataAbsentReason)).toHaveLength(kinds('nibp'));
    expect(kinds('nibp-failed')).toBeGreaterThan(0);
    const failed = bps.filter(({ dataAbsentReason }) => dataAbsentReason);
    expect(failed).toHaveLength(kinds('nibp-failed'));
    expect(failed[0]?.dataAbsentReason?.coding?.[0]?.code).toBe('error');
    expect(
      failed[0]?.component?.every(({ valueQuantity, dataAbsentReason }) => !valueQuantity && dataAbsentReason),
    ).toBe(true);
    const pairs = bps.flatMap(({ component = [] }) =>
      component[0]?.valueQuantity ? [`${component[0].valueQuantity.value}/${component[1]?.valueQuantity?.value}`] : [],
    );
    expect(pairs).toEqual(readings.flatMap((r) => (r.kind === 'nibp' ? [`${r.systolicMmHg}/${r.diastolicMmHg}`] : [])));
  });
  test('each second of SpO2 and pulse is there, in its place; a second without a value is E', () => {
    for (const value of ['spo2Pct', 'pulseBpm'] as const) {
      const found = new Map<number, number>();
      for (const { identifier, valueSampledData, effectivePeriod } of all(bundle, 'Observation')) {
        if (!valueSampledData || !identifier[0]?.value.includes(`series/${value}/`)) continue;
        valueSampledData.data.split(' ').forEach((each, index) => {
          if (each !== 'E')
            found.set(Date.parse(effectivePeriod?.start ?? '') + index * valueSampledData.period, Number(each));
        });
      }
      const told = readings.flatMap((r) =>
        r.kind === 'oximetry' && r[value] !== undefined ? [[r.measuredAt, r[value]] as const] : [],
      );
      expect(found).toEqual(new Map(told));
    }
  });
  test('a value that the device doubted is in the series with its mark, and no vital sign', () => {
    const doubted = readings.filter(
      (r) => r.kind === 'oximetry' && r.quality === 'poor' && r.spo2Pct !== undefined,
    ).length;
    expect(doubted).toBeGreaterThan(0);
    const marks = all(bundle, 'Observation')
      .filter(({ identifier }) => identifier[0]?.value.includes('series/spo2Pct/'))
      .flatMap(({ component = [] }) =>
        component.flatMap(({ valueSampledData }) => valueSampledData?.data.split(' ') ?? []),
      );
    expect(marks.filter((mark) => mark === '0')).toHaveLength(doubted);
  });
  test('every five minutes there is an SpO2 and a pulse, or why there is none: never one that was not measured', () => {
    const measured = new Set(
      readings.flatMap((r) => (r.kind === 'oximetry' && r.quality === 'good' ? [`${r.measuredAt}/${r.spo2Pct}`] : [])),
    );
    const rows = withLoinc(bundle, '2708-6');
    expect(rows.length).toBeGreaterThan(14);
    for (const { valueQuantity, effectiveDateTime, dataAbsentReason } of rows)
      if (valueQuantity) expect(measured).toContain(`${Date.parse(effectiveDateTime ?? '')}/${valueQuantity.value}`);
      else expect(dataAbsentReason?.text).toMatch(/\w/);
  });
  test('a gap at its five minutes says why, in the record’s words', () => {
    const gone = events.filter(
      (e) =>
        !(
          e.type === 'reading-recorded' &&
          e.reading.kind === 'oximetry' &&
          e.at > STARTED_AT + 240_000 &&
          e.at < STARTED_AT + 720_000
        ),
    );
    const absent = withLoinc(bundleOf(gone), '2708-6').filter(({ valueQuantity }) => !valueQuantity);
    const record = recordOf(gone);
    expect(absent.length).toBeGreaterThan(0);
    expect(record?.gaps.map(({ why }) => why)).toContain(absent[0]?.dataAbsentReason?.text);
    expect(absent[0]?.dataAbsentReason?.coding?.[0]?.code).toMatch(/unknown|error/);
  });
});

describe('REC-154 what was given', () => {
  const drugOf = (events: readonly VisitEvent[]) => all(bundleOf(events), 'MedicationAdministration');
  const { treatment } = recordOf(endedVisit()) ?? {};
  test('an infusion has what is known of its amount, its rate as ordered and its times', () => {
    const [drug] = drugOf(endedVisit());
    expect(drug?.effectivePeriod).toEqual({
      start: new Date(treatment?.startedAt ?? 0).toISOString(),
      end: new Date(treatment?.endedAt ?? 0).toISOString(),
    });
    expect(drug?.dosage?.dose?.value).toBe(treatment?.pumpMg ?? treatment?.estimatedMg);
    expect(drug?.dosage?.rateRatio?.numerator.value).toBe(treatment?.doseMg);
    expect(drug?.note?.some(({ text }) => text.startsWith('Paused from'))).toBe(true);
    expect(drug?.status).toBe(treatment?.stopReason === 'completed' ? 'completed' : 'stopped');
  });
  test('one whose end nobody said is unknown, neither completed nor stopped', () => {
    const start = endedVisit().findIndex(({ type }) => type === 'infusion-ended');
    const open = more(endedVisit().slice(0, start), {
      type: 'visit-ended',
      ending: 'transferred',
      byName: 'Rosa Diaz',
    });
    const [drug] = drugOf(open);
    expect(drug?.status).toBe('unknown');
    expect(drug?.effectivePeriod?.end).toBeUndefined();
    expect(drug?.note?.[0]?.text).toBe('Nobody said that the infusion ended.');
  });
  test('each nasal device is one of its own, with its lot', () => {
    const drugs = drugOf(esketamineVisit());
    const given = recordOf(esketamineVisit())?.treatment?.devices ?? [];
    expect(
      drugs.map(({ dosage, effectiveDateTime, contained }) => [
        dosage?.dose?.value,
        Date.parse(effectiveDateTime ?? ''),
        contained?.[0]?.batch?.lotNumber,
      ]),
    ).toEqual(given.map(({ mg, at, lot }) => [mg, at, lot]));
  });
});

describe('REC-155 what people recorded and signed', () => {
  test('each entry is there once, by whom and when', () => {
    const bundle = bundleOf(endedVisit());
    const entries = recordOf(endedVisit())?.entries ?? [];
    const of = (kind: string) => entries.filter(({ entry }) => entry.kind === kind);
    expect(all(bundle, 'AdverseEvent').map(({ date, recorder }) => [Date.parse(date), recorder.display])).toEqual(
      of('side-effect').map(({ at, byName }) => [at, byName]),
    );
    expect(all(bundle, 'Procedure')).toHaveLength(of('intervention').length);
    const scores = all(bundle, 'Observation').flatMap(({ valueInteger }) => valueInteger ?? []);
    expect(scores).toEqual(of('scale').map(({ entry }) => entry.kind === 'scale' && entry.score));
  });
  test('who ended, closed and signed it, and what was added; preliminary until a provider has signed', () => {
    const bundle = bundleOf(signedVisit());
    expect(all(bundle, 'Provenance').map(({ agent }) => agent[0]?.who.display)).toEqual([
      recordOf(endedVisit())?.ended.byName,
      'Rosa Diaz',
      'Dr. Okafor',
      'Rosa Diaz',
    ]);
    const statuses = (b: Bundle) => [...new Set(all(b, 'Observation').map(({ status }) => status))];
    expect(statuses(bundleOf(more(endedVisit(), closed, signed)))).toEqual(['final']);
    expect(statuses(bundleOf(more(endedVisit(), closed)))).toEqual(['preliminary']);
    expect(all(bundle, 'DocumentReference')[0]).toMatchObject({
      docStatus: 'amended',
      content: [{ attachment: { data: 'JVBERi0=', size: 5 } }],
    });
    expect(all(bundle, 'Observation').some(({ valueString }) => valueString === 'The ride came at four.')).toBe(true);
  });
});

describe('REC-236 what came after the signature is not said to be signed', () => {
  const targets = (bundle: Bundle) =>
    all(bundle, 'Provenance')
      .filter(({ activity }) => activity.coding?.[0]?.code === 'LA')
      .map(({ target }) => target.map(({ reference }) => reference));
  const documentOf = (bundle: Bundle) => {
    const [document] = all(bundle, 'DocumentReference');
    return [document?.docStatus, targets(bundle)[0]?.includes(`urn:uuid:${document?.id}`)];
  };
  const counted = (bundle: Bundle) => {
    const found: Record<string, number> = {};
    for (const { status } of all(bundle, 'Observation')) found[status] = (found[status] ?? 0) + 1;
    return found;
  };
  const seen: VisitEventBody = { ...signed, addenda: ['add-1'] } as VisitEventBody;
  test('an addendum is preliminary until a provider has seen it; the report is amended from then on', () => {
    expect(documentOf(bundleOf(more(endedVisit(), closed, signed)))).toEqual(['final', true]);
    const bundle = bundleOf(signedVisit());
    expect([documentOf(bundle), counted(bundle)['preliminary']]).toEqual([['amended', false], 1]);
    const again = bundleOf(more(signedVisit(), seen));
    expect([documentOf(again), Object.keys(counted(again))]).toEqual([['amended', false], ['final']]);
  });
  test('a late BP is preliminary, the five minutes of a late second are amended, until it is signed again', () => {
    const events = endedVisit();
    const late = events.filter(
      (event) =>
        event.type === 'reading-recorded' &&
        event.reading.kind === 'oximetry' &&
        event.reading.quality === 'good' &&
        event.at > STARTED_AT + 1_000_000,
    )[0] as VisitEvent;
    const bp = events.findLast(
      (event) => event.type === 'reading-recorded' && event.reading.kind === 'nibp',
    ) as VisitEvent;
    const before = more(
      events.filter((event) => event !== late && event !== bp),
      ...[closed, signed],
    );
    expect(Object.keys(counted(bundleOf(before)))).toEqual(['final']);
    const bundle = bundleOf([...before, late, bp]);
    expect(faultsOf(bundle)).toEqual([]);
    const of = (status: Observation['status']) => all(bundle, 'Observation').filter((each) => each.status === status);
    expect(of('amended').length).toBeGreaterThan(0);
    expect(of('amended').every((each) => 'valueSampledData' in each)).toBe(true);
    expect(of('preliminary').map((each) => loincOf(each)[0])).toContain('85354-9');
    expect(documentOf(bundle)).toEqual(['amended', false]);
    expect(Object.keys(counted(bundleOf(more([...before, late, bp], signed))))).toEqual(['final']);
  });
});

describe('REC-156 what is no record of this patient, or of this clinic, says so', () => {
  test('a visit closed as wrong patient is entered in error, each of it that has a status', () => {
    const ended = endedVisit().map((e) =>
      e.type === 'visit-ended' ? ({ ...e, ending: 'wrong-patient' } as const) : e,
    );
    const bundle = bundleOf(ended);
    for (const type of [
      'Encounter',
      'Observation',
      'MedicationAdministration',
      'Procedure',
      'DocumentReference',
    ] as const)
      expect(new Set(all(bundle, type).map(({ status }) => status))).toEqual(new Set(['entered-in-error']));
    expect(faultsOf(bundle)).toEqual([]);
  });
  test('an imported visit, another clinic’s and a demonstration are marked', () => {
    const imported = endedVisit().map((e) =>
      e.type === 'visit-opened' ? { ...e, imported: { file: 'x.csv', sha256: 'a'.repeat(64) } } : e,
    );
    const tags = (b: Bundle) => all(b, 'Encounter')[0]?.meta?.tag?.map(({ code }) => code);
    expect(tags(bundleOf(imported))).toEqual(['imported']);
    const { record } = sourceOf(endedVisit());
    const brought = { ...record, broughtFrom: { siteId: 's-2', name: 'Lakeside' } };
    expect(tags(bundleOf(endedVisit(), { record: brought }))).toEqual(['brought']);
    expect(tags(bundleOf(endedVisit(), { site: { siteId: 's', name: 'Demo', demo: true } }))).toEqual([
      'demonstration',
      'HTEST',
    ]);
    expect(tags(bundleOf(endedVisit()))).toBeUndefined();
  });
});

describe('REC-162 no code is made up', () => {
  const codings = (function find(value: unknown): readonly Coding[] {
    if (typeof value !== 'object' || value === null) return [];
    const inside = Object.values(value).flatMap(find);
    return 'system' in value && 'code' in value && !('value' in value) ? [value as Coding, ...inside] : inside;
  })([
    bundleOf(signedVisit()),
    bundleOf(esketamineVisit()),
    bundleOf(endedVisit(), { site: { siteId: 's', name: 'Demo', demo: true } }),
  ]);
  const of = (system: string): ReadonlySet<string> =>
    new Set(codings.flatMap((each) => (each.system === system && each.code !== undefined ? [each.code] : [])));

  test('HL7’s own are in the code systems that HL7 publishes', () => {
    const theirs = codings.filter(({ system = '' }) => system.startsWith('http://terminology.hl7.org/'));
    expect(theirs.length).toBeGreaterThan(100);
    expect(theirs.filter(({ system = '', code = '' }) => isCodeOf(system, code) !== true)).toEqual([]);
  });
  test.each([
    // By hand, of the clinical ground; 3151-8, 72514-3 and 34133-9 of loinc.org.
    [LOINC, '2708-6 59408-5 8867-4 61006-3 85354-9 8480-6 8462-4 8478-0 9279-1 29463-7 3151-8 72514-3 34133-9'],
    ['urn:iso:std:iso:11073:10101', '150456 149530 149546 150448 150020 150021 150022 150023 528388 528391'],
    ['http://www.whocc.no/atc', 'N01AX03 N06AX27'],
    ['http://snomed.info/sct', '47625008 46713006'],
  ])('of %s only these', (system, codes) => {
    const allowed = codes.split(' ');
    expect([...of(system)].filter((code) => !allowed.includes(code))).toEqual([]);
    expect(of(system).size).toBeGreaterThan(1);
  });
  test('all else is Vigil’s own, in words', () => {
    const systems = new Set(codings.map(({ system }) => system));
    const others = [...systems].filter(
      (system) =>
        !/^(http:\/\/(loinc\.org|snomed\.info|www\.whocc\.no|terminology\.hl7\.org)|urn:iso:std)/.test(system ?? ''),
    );
    expect(others).toEqual(['urn:vigil:codes']);
    expect(codings.filter(({ system, display = '' }) => system === 'urn:vigil:codes' && display === '')).toEqual([]);
  });
});

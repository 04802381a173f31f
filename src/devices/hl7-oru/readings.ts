/**
 * A message as readings: what the oximeter (and breathing) gave at one time is one, what the cuff gave at one time is one,
 * however many OBR groups it is spread over. An old cuff value comes again in each new message: each row's own time counts
 * (OBX-14, else that of its cuff row 150020, else OBR-7).
 */
import { takeBloodPressure } from '../blood-pressure-fields.ts';
import type { Decoded, DecodedReading, DecodeRefusal } from '../decoder.ts';
import { Fields } from '../fields.ts';
import type { Given } from '../fields.ts';
import type { Vital } from './codes.ts';
import { fieldOf, type Hl7Message, type Segment } from './message.ts';
import { readRow, type CuffFacet, type Observation } from './observation.ts';
import { hl7Time, zoneOf } from './time.ts';

const CUFF_VITALS: readonly Vital[] = ['systolic', 'diastolic', 'mean', 'cuffPulse'];
/** Where they belong, then where shifted fields have been seen to put them. */
const OBR_TIMES = [7, 6, 8];
const HEADER_TIMES = [7, 6, 8];

interface Panel {
  readonly measure: 'oximetry' | 'nibp';
  readonly deviceAt: number | undefined;
  readonly datedTogether: boolean;
  /** The first row of each that gave a value: a monitor with two sensors sends the second under the same code. */
  readonly observations: Map<Vital, Observation>;
}

export function readingsOf(message: Hl7Message): Decoded {
  const [header] = message.segments;
  const headerTime = HEADER_TIMES.map((n) => fieldOf(header, n)).find((field) => hl7Time(field) !== undefined) ?? '';
  const zoneMs = zoneOf(headerTime) ?? 0;
  const sentAt = hl7Time(headerTime, zoneMs);

  const panels = new Map<string, Panel>();
  const refusals: DecodeRefusal[] = [];
  groupsOf(message.segments).forEach(({ order, rows }, group) => {
    const orderTime = OBR_TIMES.map((n) => hl7Time(fieldOf(order, n), zoneMs)).find((at) => at !== undefined);
    const read = rows.flatMap((obx) => readRow(obx, message) ?? []);
    const facets = read.flatMap((row) => (row.kind === 'facet' ? [row.facet] : []));
    const isShared =
      new Set(read.flatMap((row) => (row.kind === 'observation' ? [measureOf(row.observation)] : []))).size > 1;
    for (const row of read) {
      if (row.kind === 'refused') refusals.push(row.refusal);
      if (row.kind !== 'observation') continue;
      refusals.push(...row.refusals);
      const { observation } = row;
      const measure = measureOf(observation);
      const inherited = measure === 'nibp' ? hl7Time(facetTime(observation, facets), zoneMs) : undefined;
      const ownAt = hl7Time(observation.time, zoneMs) ?? inherited;
      const deviceAt = ownAt ?? orderTime;
      const datedTogether = measure === 'nibp' && isShared && ownAt === undefined && deviceAt !== undefined;
      const key = `${measure} ${deviceAt ?? `of group ${group}`}`;
      const panel = panels.get(key) ?? { measure, deviceAt, datedTogether, observations: new Map() };
      panels.set(key, panel);
      const earlier = panel.observations.get(observation.vital);
      if (typeof earlier?.given !== 'number') panel.observations.set(observation.vital, observation);
    }
  });
  const readings = [...panels.values()]
    .sort((a, b) => (a.deviceAt ?? Infinity) - (b.deviceAt ?? Infinity) || 0)
    .map((panel) => readPanel(panel, sentAt, refusals));
  return { readings, refusals };
}

const measureOf = ({ vital }: Observation): Panel['measure'] => (CUFF_VITALS.includes(vital) ? 'nibp' : 'oximetry');

/** The rows of each OBR; rows before the first belong to one that was left out. */
function groupsOf(segments: readonly Segment[]): { readonly order: Segment | undefined; readonly rows: Segment[] }[] {
  const groups: { order: Segment | undefined; rows: Segment[] }[] = [{ order: undefined, rows: [] }];
  for (const segment of segments) {
    if (segment.name === 'OBR') groups.push({ order: segment, rows: [] });
    else if (segment.name === 'OBX') groups.at(-1)?.rows.push(segment);
  }
  return groups;
}

/** Of the facet above it in the tree (`1.0.1` above `1.0.1.1`), else of the group's only one. */
function facetTime({ place }: Observation, facets: readonly CuffFacet[]): string {
  const above = facets.find((facet) => facet.place !== '' && place.startsWith(`${facet.place}.`));
  return (above ?? (facets.length === 1 ? facets[0] : undefined))?.time ?? '';
}

function readPanel(
  { measure, deviceAt, datedTogether, observations }: Panel,
  sentAt: number | undefined,
  refusals: DecodeRefusal[],
): DecodedReading {
  const fields = new Fields();
  const of = (vital: Vital): Given => observations.get(vital)?.given;
  for (const { causes } of observations.values()) for (const cause of causes) fields.doubt(cause);
  const failure = measure === 'nibp' ? takeCuff(fields, of) : takeOximetry(fields, of);
  refusals.push(...fields.refusals);
  const ageMs = deviceAt !== undefined && sentAt !== undefined ? sentAt - deviceAt : 0;
  return {
    measure,
    ...fields.reading(),
    ...(failure === undefined ? {} : { failure }),
    ...(deviceAt === undefined ? {} : { deviceAt }),
    ...(ageMs > 0 ? { ageMs } : {}),
    ...(deviceAt !== undefined && sentAt === undefined ? { ageUnknown: true } : {}),
    ...(datedTogether ? { datedTogether } : {}),
  };
}

/** A monitor without a new measurement sends empty rows: only numbers that cannot be are a failed cycle. */
function takeCuff(fields: Fields, of: (vital: Vital) => Given): 'implausible' | undefined {
  const outcome = takeBloodPressure(fields, {
    systolicMmHg: of('systolic'),
    diastolicMmHg: of('diastolic'),
    meanMmHg: of('mean'),
    pulseBpm: of('cuffPulse'),
  });
  return outcome === 'implausible' ? 'implausible' : undefined;
}

/** Where the oximeter gives no pulse, the heart rate of the ECG stands for it. */
function takeOximetry(fields: Fields, of: (vital: Vital) => Given): undefined {
  const [pulse, heart] = [of('pulse'), of('heart')];
  fields.take('spo2Pct', zeroAsNone(of('spo2')));
  fields.take('pulseBpm', zeroAsNone(typeof pulse === 'number' || heart === undefined ? pulse : heart));
  fields.take('perfusionIndexPct', of('perfusion'));
  fields.take('respiratoryRatePerMin', of('respiration'));
  return undefined;
}

/** A saturation or pulse of 0 is a way to say "no value". */
const zeroAsNone = (given: Given): Given => (given === 0 ? 'no-value' : given);

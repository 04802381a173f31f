/** What people recorded: side effects, what was done, scales, vitals read by hand, oxygen, notes. */
import { SCALE_RANGE } from '../entry.ts';
import type { Entry, RecordedEntry, Scale } from '../entry.ts';
import { EMERGENCY_STEP, INTERVENTION, RESPONSE, SCALE } from '../words/labels.ts';
import { words } from '../words/number-words.ts';
import { concept, hl7, loinc, MEASURE, own, OXYGEN_FLOW, quantity, SURVEY, VIGIL } from './codes.ts';
import type { Measure } from './codes.ts';
import { by, observation, vitalSign } from './observation.ts';
import { encounterRef, patientRef } from './people-and-place.ts';
import { identifier, metaOf, notes, ownOf, person, said, timeOf, visitIdFor } from './source.ts';
import type { Making } from './source.ts';
import type { AdverseEvent, Concept, Observation, Procedure } from './types.ts';

type Recorded = Observation | AdverseEvent | Procedure;

export const entriesOf = (making: Making): Recorded[] =>
  making.record.entries.flatMap((recorded) => entryOf(making, recorded));

function entryOf(making: Making, recorded: RecordedEntry): Recorded[] {
  const { entry, at, byName } = recorded;
  const name = `entry/${recorded.entryId}`;
  const said_ = { effectiveDateTime: timeOf(at), ...by(making, { byName }) };
  switch (entry.kind) {
    case 'side-effect':
      return [adverseEvent(making, recorded, entry)];
    case 'intervention':
      return [
        procedure(
          making,
          recorded,
          ownOf('intervention', entry.intervention, INTERVENTION[entry.intervention]),
          entry.text,
        ),
      ];
    case 'emergency':
      return [procedure(making, recorded, ownOf('emergency', entry.step, EMERGENCY_STEP[entry.step]), entry.text)];
    case 'oxygen':
      return [
        observation(
          making,
          name,
          { code: OXYGEN_FLOW },
          {
            ...said_,
            valueQuantity: quantity(entry.flowLPerMin, 'L/min'),
          },
        ),
      ];
    case 'scale':
      return [scaleOf(making, recorded, entry)];
    case 'vitals':
      return byHand(making, recorded, entry);
    case 'response':
      return [
        observation(
          making,
          name,
          { code: own('response', 'Response after a blood pressure') },
          {
            category: [SURVEY],
            ...said_,
            valueCodeableConcept: ownOf('response', entry.response, RESPONSE[entry.response]),
            ...(entry.nausea !== undefined && {
              component: [{ code: own('nausea-asked', 'Nausea'), valueBoolean: entry.nausea }],
            }),
          },
        ),
      ];
    case 'note': {
      const text = said(entry.text);
      return text === undefined
        ? []
        : [observation(making, name, { code: own('note', 'Note') }, { ...said_, valueString: text })];
    }
    case 'bp-started':
      // The blood pressure that came of it is an Observation of its own.
      return [];
    default:
      return entry satisfies never;
  }
}

const byHand = (
  making: Making,
  { entryId, at, byName }: RecordedEntry,
  { spo2Pct, pulseBpm, respiratoryRatePerMin }: Extract<Entry, { readonly kind: 'vitals' }>,
): Observation[] =>
  (
    [
      ['spo2', spo2Pct, MEASURE.spo2],
      ['pulse', pulseBpm, PULSE_BY_HAND],
      ['respiratory-rate', respiratoryRatePerMin, MEASURE.respiratoryRate],
    ] as const
  ).flatMap(([of, value, measure]) =>
    value === undefined
      ? []
      : [
          vitalSign(
            making,
            `entry/${entryId}/${of}`,
            measure,
            { at, value, by: { byName } },
            notes('Read by a person.'),
          ),
        ],
  );

/** Counted at the wrist: no device's code. */
const PULSE_BY_HAND: Measure = {
  ...MEASURE.pulse,
  code: concept('Pulse rate', loinc('8867-4', 'Heart rate')),
};

const PAIN = loinc('72514-3', 'Pain severity - 0-10 verbal numeric rating [Score] - Reported');

function scaleCode(scale: Scale): Concept {
  const { name } = SCALE[scale];
  const mine = { system: VIGIL, code: `scale-${scale}`, display: name };
  return concept(name, ...(scale === 'pain' ? [{ ...PAIN }, mine] : [mine]));
}

function scaleOf(
  making: Making,
  { entryId, at, byName }: RecordedEntry,
  { scale, score, items = [] }: Extract<Entry, { readonly kind: 'scale' }>,
): Observation {
  const [min, max] = SCALE_RANGE[scale];
  const { name, low, high } = SCALE[scale];
  return observation(
    making,
    `entry/${entryId}`,
    { code: scaleCode(scale) },
    {
      category: [SURVEY],
      effectiveDateTime: timeOf(at),
      ...by(making, { byName }),
      valueInteger: score,
      ...(items.length > 0 && {
        component: items.map((item, index) => ({
          code: own(`scale-${scale}-${index + 1}`, `${name}, item ${index + 1}`),
          valueInteger: item,
        })),
      }),
      ...notes(`From ${min} to ${max}: ${low}, ${high}.`),
    },
  );
}

const SEVERITY = { mild: 'Mild', moderate: 'Moderate', severe: 'Severe' } as const;

/** That the drug caused it nobody has said: no suspect is named. */
function adverseEvent(
  making: Making,
  { entryId, at, recordedAt, byName }: RecordedEntry,
  { effect, severity, text }: Extract<Entry, { readonly kind: 'side-effect' }>,
): AdverseEvent {
  const code = ownOf('side-effect', effect, words(effect));
  const more = said(text);
  return {
    resourceType: 'AdverseEvent',
    id: visitIdFor(making, 'AdverseEvent', entryId),
    ...metaOf(making),
    identifier: identifier(making, 'adverse-event', `${making.record.visitId}/${entryId}`),
    actuality: 'actual',
    event: more === undefined ? code : { ...code, text: `${code.text}: ${more}` },
    subject: patientRef(making),
    encounter: encounterRef(making),
    date: timeOf(at),
    recordedDate: timeOf(recordedAt),
    ...(severity && { severity: hl7('adverse-event-severity', severity, SEVERITY[severity]) }),
    recorder: person(byName)[0] ?? { display: 'unidentified' },
  };
}

const procedure = (
  making: Making,
  { entryId, at, byName }: RecordedEntry,
  code: Concept,
  text: string | undefined,
): Procedure => ({
  resourceType: 'Procedure',
  id: visitIdFor(making, 'Procedure', entryId),
  ...metaOf(making),
  identifier: [identifier(making, 'procedure', `${making.record.visitId}/${entryId}`)],
  status: making.isInError ? 'entered-in-error' : 'completed',
  code,
  subject: patientRef(making),
  encounter: encounterRef(making),
  performedDateTime: timeOf(at),
  recorder: person(byName)[0] ?? { display: 'unidentified' },
  ...notes(text),
});

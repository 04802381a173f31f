/** Who closed and signed the record, what was added later, and the report itself. */
import { concept, hl7, loinc, own } from './codes.ts';
import { by, observation, statusOf } from './observation.ts';
import { clinicRef, encounterRef, patientRef, vigilRef } from './people-and-place.ts';
import { identifier, metaOf, periodOf, person, refTo, said, timeOf, visitIdFor } from './source.ts';
import type { Making } from './source.ts';
import type { Concept, DocumentReference, Observation, Provenance, Reference } from './types.ts';

export const addendaOf = (making: Making): Observation[] =>
  making.record.signOff.addenda.flatMap(({ addendumId, text, byName, at, seen }) => {
    const valueString = said(text);
    return valueString === undefined
      ? []
      : [
          observation(
            making,
            `addendum/${addendumId}`,
            { code: own('addendum', 'Addendum to the record') },
            {
              status: statusOf(making, seen ? 'nothing' : 'added'),
              effectiveDateTime: timeOf(at),
              ...by(making, { byName }),
              valueString,
            },
          ),
        ];
  });

const documentId = (making: Making): string => visitIdFor(making, 'DocumentReference', 'report');

/** The report as it stood when the record was last touched. None without its pages. */
export function documentOf(making: Making): DocumentReference[] {
  const { record, deps, site } = making;
  const { pdf } = deps;
  if (!pdf) return [];
  const { openedAt, ended, signOff } = record;
  const date = timeOf(
    Math.max(ended.at, signOff.closed?.at ?? 0, signOff.signed?.at ?? 0, ...signOff.addenda.map(({ at }) => at)),
  );
  return [
    {
      resourceType: 'DocumentReference',
      id: documentId(making),
      ...metaOf(making),
      identifier: [identifier(making, 'report', record.visitId)],
      status: making.isInError ? 'entered-in-error' : 'current',
      docStatus: statusOf(making, making.isAmended ? 'changed' : 'nothing'),
      type: concept('Visit report', loinc('34133-9', 'Summary of episode note')),
      subject: patientRef(making),
      date,
      author: [...person(signOff.signed?.byName ?? ended.byName), vigilRef(making)],
      custodian: clinicRef(making),
      content: [
        {
          attachment: {
            contentType: 'application/pdf',
            data: pdf.base64,
            size: pdf.bytes,
            title: `Visit report, ${site.name}`.trim(),
            creation: date,
          },
        },
      ],
      context: { encounter: [encounterRef(making)], period: periodOf(openedAt, ended.at) },
    },
  ];
}

/** One for each act: the visit's end, closing, signing, every addendum. No signature by a key: a name at a screen with its proof. */
export function provenanceOf(making: Making, drugIds: readonly string[]): Provenance[] {
  const { record, deps } = making;
  const { ended, signOff } = record;
  const treatment = [encounterRef(making), ...drugIds.map((id) => refTo(id))];
  const whole = [...treatment, ...(deps.pdf ? [refTo(documentId(making))] : [])];
  const act = (
    name: string,
    { at, byName }: { readonly at: number; readonly byName?: string | undefined },
    [activity, role]: readonly [Concept, Concept],
    target: Reference[] = whole,
  ): Provenance => ({
    resourceType: 'Provenance',
    id: visitIdFor(making, 'Provenance', name),
    ...metaOf(making),
    target,
    recorded: timeOf(at),
    activity,
    agent: [
      ...person(byName).map((who) => ({ type: role, who })),
      { type: participant('assembler', 'Assembler'), who: vigilRef(making) },
    ],
  });
  return [
    act('ended', ended, [own('visit-ended', 'Ended the visit'), participant('author', 'Author')]),
    ...(signOff.closed
      ? [
          act('closed', signOff.closed, [
            own('record-closed', 'Closed the record'),
            participant('attester', 'Attester'),
          ]),
        ]
      : []),
    ...(signOff.signed
      ? [
          act(
            'signed',
            signOff.signed,
            [hl7('v3-DocumentCompletion', 'LA', 'legally authenticated'), participant('verifier', 'Verifier')],
            // The report has by then what was not there when it was signed.
            making.isAmended ? treatment : whole,
          ),
        ]
      : []),
    ...signOff.addenda.flatMap((addendum) =>
      said(addendum.text) === undefined
        ? []
        : [
            act(
              `addendum/${addendum.addendumId}`,
              addendum,
              [own('addendum', 'Added to the record'), participant('author', 'Author')],
              [refTo(visitIdFor(making, 'Observation', `addendum/${addendum.addendumId}`))],
            ),
          ],
    ),
  ];
}

const participant = (code: string, text: string): Concept => hl7('provenance-participant-type', code, text);

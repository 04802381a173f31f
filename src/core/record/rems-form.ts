/**
 * What the monitoring form of the esketamine REMS asks for (FDA: spravatorems.com), as far as the record holds it. The words are Vigil's own.
 * What no visit records is left as a line to be filled in by hand, and nothing is judged serious or resolved by a machine.
 */
import type { Instant } from '../reading.ts';
import { entryText } from '../words/labels.ts';
import { decimal } from '../words/number-words.ts';
import { birthDate, clockTime, dayText } from '../words/time-words.ts';
import type { Clock, Fact } from './report-facts.ts';
import type { ReportHead } from './report-head.ts';
import { marksOf } from './report-summary.ts';
import type { VisitRecord } from './visit-record.ts';
import type { VitalsRow } from './vitals-table.ts';

export interface RemsSection {
  readonly title: string;
  readonly facts: readonly Fact[];
  /** Lines to be filled in by hand. */
  readonly byHand: readonly string[];
}

export interface RemsForm {
  readonly marks: readonly string[];
  readonly name: string;
  readonly who: string;
  /** The last day on which it is to be sent. */
  readonly due: string;
  readonly sections: readonly RemsSection[];
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** From the treatment on. */
const DUE_DAYS = 7;
const CHECK_AT = 40 * MINUTE;
/** A BP this far from the 40 minutes stands for them, with its own time. */
const CHECK_WITHIN = 10 * MINUTE;
const NOT = 'not recorded';

type Parts = ReportHead & { readonly vitals: readonly VitalsRow[] };

/** @returns undefined for a visit in which no esketamine device was given */
export function remsForm(report: Parts): RemsForm | undefined {
  const { record, patient, clinic } = report;
  const { treatment, protocol } = record;
  if (!treatment || protocol.treatment !== 'administration') return undefined;
  const clock: Clock = (at) => clockTime(at, clinic.timeZone);
  const day = (at: Instant): string => dayText(at, clinic.timeZone);
  const { startedAt, devices } = treatment;
  const section = (title: string, facts: readonly Fact[], ...byHand: string[]): RemsSection => ({
    ...{ title, facts, byHand },
  });
  const mg = devices.reduce((sum, device) => sum + device.mg, 0);
  return {
    marks: marksOf(report),
    name: patient?.name ?? 'Name not known',
    who: patient
      ? `born ${birthDate(patient.birthDate)}${patient.recordNumber ? `, record ${patient.recordNumber}` : ''}`
      : 'the name is not in this clinic’s records any more',
    due: day(startedAt + DUE_DAYS * DAY),
    sections: [
      section(
        'Treatment',
        [
          { name: 'Site', text: clinic.name },
          { name: 'Date', text: day(startedAt) },
          {
            name: 'Dose given',
            text: `${decimal(mg)} mg with ${devices.length} ${devices.length === 1 ? 'device' : 'devices'}`,
          },
          { name: 'First device', text: clock(startedAt) },
          {
            name: 'Devices',
            text: devices.map((each) => `${clock(each.at)}, ${decimal(each.mg)} mg, lot ${each.lot}`).join('; '),
          },
        ],
        'Other medicines that day that may sedate, or raise the blood pressure (Vigil does not record them)',
      ),
      section('Blood pressure, mmHg', bpFacts(report.vitals, record, startedAt, clock)),
      section('Sedation', courseFacts(sedationIn(record), startedAt, clock)),
      section('Dissociation', courseFacts(dissociationIn(record), startedAt, clock)),
      section(
        'Adverse events',
        adverseFacts(record, clock),
        'Serious ones among them, and others that were (Vigil judges none; write “none” where there were none)',
      ),
      section('Leaving', leavingFacts(record, startedAt, clock)),
      section(
        'Supervision',
        [
          { name: 'Provider', text: record.setUp.providerName ?? NOT },
          { name: 'Nurse', text: record.setUp.nurseName ?? NOT },
          {
            name: 'Record signed',
            text: record.signOff.signed
              ? `${record.signOff.signed.byName}, ${day(record.signOff.signed.at)}`
              : 'NOT SIGNED',
          },
        ],
        'Signature and date of who sends this form',
      ),
    ],
  };
}

function bpFacts(vitals: readonly VitalsRow[], record: VisitRecord, startedAt: Instant, clock: Clock): readonly Fact[] {
  const bps = vitals.flatMap(({ at, bp }) => (bp ? [{ at, bp }] : []));
  const text = (row: (typeof bps)[number] | undefined, none: string): string =>
    row
      ? `${row.bp.systolicMmHg}/${row.bp.diastolicMmHg} at ${clock(row.at)}${row.bp.byHand ? ', entered by hand' : ''}`
      : none;
  const leftAt = readyAt(record) ?? record.ended.at;
  const near = bps
    .filter(({ at }) => at > startedAt && Math.abs(at - startedAt - CHECK_AT) <= CHECK_WITHIN)
    .toSorted((a, b) => Math.abs(a.at - startedAt - CHECK_AT) - Math.abs(b.at - startedAt - CHECK_AT))[0];
  return [
    {
      name: 'Before',
      text: text(
        bps.findLast(({ at }) => at <= startedAt),
        NOT,
      ),
    },
    {
      name: 'About 40 min after',
      text: text(
        near,
        `none between ${clock(startedAt + CHECK_AT - CHECK_WITHIN)} and ${clock(startedAt + CHECK_AT + CHECK_WITHIN)}`,
      ),
    },
    {
      name: 'Before leaving',
      text: text(
        bps.findLast(({ at }) => at > startedAt && at <= leftAt),
        NOT,
      ),
    },
  ];
}

/** When monitoring ended: the patient was found ready. */
const readyAt = ({ phases }: VisitRecord): Instant | undefined =>
  phases.some(({ name }) => name === 'discharge') ? phases.find(({ name }) => name === 'recovery')?.to : undefined;

/** What was entered of a state: that it was there, or that it was not. */
interface Sign {
  readonly at: Instant;
  readonly isThere: boolean;
  readonly text: string;
}

const sedationIn = ({ entries }: VisitRecord): readonly Sign[] =>
  entries.flatMap(({ at, entry }): readonly Sign[] => {
    const text = entryText(entry);
    if (entry.kind === 'side-effect' && entry.effect === 'sedation') return [{ at, text, isThere: true }];
    if (entry.kind === 'scale' && entry.scale === 'moaas') return [{ at, text, isThere: entry.score < 5 }];
    if (entry.kind === 'response') return [{ at, text, isThere: entry.response !== 'normal' }];
    return [];
  });

/** Also what the protocol lets a patient leave with is dissociation. */
const dissociationIn = ({ entries }: VisitRecord): readonly Sign[] =>
  entries.flatMap(({ at, entry }): readonly Sign[] => {
    const text = entryText(entry);
    if (entry.kind === 'side-effect' && entry.effect === 'dissociation') return [{ at, text, isThere: true }];
    if (entry.kind === 'scale' && entry.scale === 'dissociation') return [{ at, text, isThere: entry.score > 0 }];
    return [];
  });

/** From the first sign of it since the first device to the first entry after the last one that says it is gone. */
function courseFacts(signs: readonly Sign[], startedAt: Instant, clock: Clock): readonly Fact[] {
  const since = signs.filter(({ at }) => at >= startedAt);
  const first = since.find(({ isThere }) => isThere);
  if (!first) return [{ name: 'Onset', text: since.length === 0 ? NOT : `none entered, of ${since.length} entries` }];
  const lastAt = since.findLast(({ isThere }) => isThere)?.at ?? first.at;
  const end = since.find(({ at, isThere }) => !isThere && at > lastAt);
  const minutes = (at: Instant): string =>
    `${clock(at)}, ${Math.floor((at - startedAt) / MINUTE)} min after the first device`;
  return [
    { name: 'Onset', text: `${minutes(first.at)} (${first.text})` },
    { name: 'End', text: end ? `${minutes(end.at)} (${end.text})` : `NOT RECORDED; last sign ${clock(lastAt)}` },
  ];
}

/** The last of them that a form of one page has room for; the report holds all. */
const MOST_EVENTS = 10;

function adverseFacts({ entries, emergencies }: VisitRecord, clock: Clock): readonly Fact[] {
  const told = entries.flatMap(({ at, entry }) =>
    entry.kind === 'side-effect' ? [`${entryText(entry).slice(0, 90)} ${clock(at)}`] : [],
  );
  const more = told.length > MOST_EVENTS ? `; ${told.length - MOST_EVENTS} more in the report` : '';
  return [
    { name: 'Entered', text: told.length === 0 ? 'none' : `${told.slice(0, MOST_EVENTS).join('; ')}${more}` },
    {
      name: 'Emergency',
      text: emergencies.length === 0 ? 'none declared' : emergencies.map(({ from }) => clock(from)).join('; '),
    },
  ];
}

function leavingFacts(record: VisitRecord, startedAt: Instant, clock: Clock): readonly Fact[] {
  const ready = readyAt(record);
  const least = Math.round(record.protocol.recovery.minimumMs / MINUTE);
  const minutes = (at: Instant): number => Math.floor((at - startedAt) / MINUTE);
  const text = (at: Instant): string =>
    `${clock(at)}, ${minutes(at)} min after the first device${minutes(at) < least ? ` (NOT THE ${least} MIN ASKED FOR)` : ''}`;
  return [
    { name: 'Ready to leave', text: ready === undefined ? 'NOT RECORDED' : text(ready) },
    {
      name: 'Visit ended',
      text: `${text(record.ended.at)}, ${record.ended.ending.replaceAll('-', ' ')}${record.ended.escortName ? ` with ${record.ended.escortName}` : ''}`,
    },
  ];
}

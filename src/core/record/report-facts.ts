/** The figures of a report as words, one fact a row: the summary page and its PDF say them alike. */
import { spoken } from '../blood-pressure.ts';
import { PRIORITIES } from '../clinical-protocol.ts';
import type { Scale } from '../entry.ts';
import { inWords } from '../words/time-words.ts';
import { CRITERION, ENDING, SCALE, STOP_REASON } from '../words/labels.ts';
import { highestBpText } from '../words/bp-words.ts';
import { decimal, signed } from '../words/number-words.ts';
import { IMPORTED_CHAIR_NAME } from './imported.ts';
import type { Instant } from '../reading.ts';
import type { BpRow, Reached } from '../transfer/extremes.ts';
import type { ReportHead } from './report-head.ts';
import type { VisitRecord } from './visit-record.ts';

export interface Fact {
  readonly name: string;
  readonly text: string;
}

export type Clock = (at: Instant) => string;

/** Those with something to say. */
const said = (facts: readonly (readonly [string, string | undefined])[]): readonly Fact[] =>
  facts.flatMap(([name, text]) => (text === undefined || text === '' ? [] : [{ name, text }]));

const joined = (parts: readonly (string | undefined)[], between = ', '): string =>
  parts.filter((part) => part !== undefined && part !== '').join(between);

/** What was given, when, how much, by whom, and how the patient left. */
export function treatmentFacts({ record, chairs }: ReportHead, clock: Clock): readonly Fact[] {
  const { protocol, setUp, treatment, openedAt, ended, phases, baseline } = record;
  const monitoredTo = phases.find(({ name }) => name === 'recovery')?.to;
  const isInfusion = protocol.treatment === 'infusion';
  const notStarted = isInfusion ? 'the infusion was never started' : 'no device was given';
  return said([
    ['Protocol', `${protocol.title}, version ${protocol.version}`],
    ['Chair', chairNames({ record, chairs })],
    ['Visit', `${clock(openedAt)} to ${clock(ended.at)}`],
    [isInfusion ? 'Infusion' : 'Administration', treatment ? givenText(record, clock) : notStarted],
    [
      'Paused',
      treatment?.pauses
        .map(({ from, to }) => `${clock(from)} to ${to === undefined ? 'not said' : clock(to)}`)
        .join('; '),
    ],
    ['Weight', setUp.weightKg === undefined ? undefined : `${decimal(setUp.weightKg)} kg`],
    ['Dose', doseText(record)],
    [
      'Estimated',
      treatment?.estimatedMg === undefined ? undefined : `≈ ${decimal(treatment.estimatedMg)} mg by the time it ran`,
    ],
    ['Read off the pump', pumpText(record)],
    ['Devices', treatment?.devices.map(({ at, mg, lot }) => `${decimal(mg)} mg ${clock(at)}, lot ${lot}`).join('; ')],
    ['Lot', setUp.lot],
    ['IV', setUp.ivSite],
    [
      'Cuff, oximeter',
      joined([
        setUp.cuffArm && `cuff ${setUp.cuffArm} arm`,
        setUp.oximeterHand && `oximeter ${setUp.oximeterHand} hand`,
      ]),
    ],
    [
      'Oxygen at baseline',
      baseline ? (baseline.oxygenLPerMin === 0 ? 'room air' : `${decimal(baseline.oxygenLPerMin)} L/min`) : undefined,
    ],
    ['Monitored until', treatment && (monitoredTo === undefined ? 'not said' : clock(monitoredTo))],
    ['Without signal', signalText(record)],
    [
      'Ride',
      setUp.ride
        ? `${setUp.ride.name}, ${setUp.ride.phone}`
        : setUp.ridePlan && `plan of ${setUp.ridePlan.byName}: ${setUp.ridePlan.plan}`,
    ],
    [
      'Ended',
      record.imported
        ? `${clock(ended.at)}, with the recording`
        : joined([
            `${ENDING[ended.ending]} ${clock(ended.at)}`,
            ended.escortName && `with ${ended.escortName}`,
            ended.reason,
          ]),
    ],
    ['Nurse, provider', joined([setUp.nurseName, setUp.providerName])],
    ['Handed over', handedOver(record, clock)],
    [
      'Emergency',
      record.emergencies
        .map(({ from, to }) => `${clock(from)} to ${to === undefined ? 'the end' : clock(to)}`)
        .join('; '),
    ],
  ]);
}

function chairNames({ record, chairs }: Pick<ReportHead, 'record' | 'chairs'>): string {
  if (record.imported) return IMPORTED_CHAIR_NAME;
  const names = record.chairs.map(
    ({ chairId, from }) =>
      (
        chairs.findLast((each) => each.chairId === chairId && each.from <= from) ??
        chairs.find((each) => each.chairId === chairId)
      )?.name ?? 'Chair',
  );
  return names.join(', then ');
}

function givenText({ treatment, ended, imported }: VisitRecord, clock: Clock): string | undefined {
  if (!treatment) return undefined;
  const { startedAt, endedAt, givenMs, plannedMs, stopReason, pauses } = treatment;
  // Of a recording nobody knows what was given: it is taken for the infusion from end to end.
  if (imported) return `${clock(startedAt)} to ${clock(endedAt ?? ended.at)}, the recording`;
  const until = endedAt === undefined ? `its end was never said (visit ended ${clock(ended.at)})` : clock(endedAt);
  const ran =
    endedAt === undefined
      ? ''
      : `${inWords(givenMs)}${pauses.length > 0 ? ' without pauses' : ''}${plannedMs > 0 ? ` of ${inWords(plannedMs)} planned` : ''}`;
  return joined([`${clock(startedAt)} to ${until}`, ran, stopReason && STOP_REASON[stopReason].toLowerCase()]);
}

function doseText({ setUp, treatment, protocol }: VisitRecord): string | undefined {
  const mg = treatment?.doseMg ?? setUp.doseMg;
  if (mg === undefined) return undefined;
  return joined([
    `${protocol.drug} ${decimal(mg)} mg`,
    setUp.doseMgPerKg === undefined ? undefined : `${decimal(setUp.doseMgPerKg, 2)} mg/kg`,
    setUp.concentrationMgPerMl === undefined ? undefined : `${decimal(setUp.concentrationMgPerMl, 2)} mg/mL`,
  ]);
}

function pumpText({ treatment, protocol, imported }: VisitRecord): string | undefined {
  if (!treatment || protocol.treatment !== 'infusion') return undefined;
  const { pumpVolumeMl: ml, pumpMg } = treatment;
  if (ml === undefined) return imported ? undefined : 'not read';
  return `${decimal(ml)} mL${pumpMg === undefined ? '' : ` = ${decimal(pumpMg)} mg`}`;
}

function signalText({ vitals: { watchedMs, withSignalMs }, gaps }: VisitRecord): string {
  if (watchedMs === 0) return 'SpO₂ was never measured';
  const lost = watchedMs - withSignalMs;
  if (gaps.length === 0) return `never, in ${inWords(watchedMs)}`;
  return `${inWords(lost)} of ${inWords(watchedMs)}, ${gaps.length} ${gaps.length === 1 ? 'gap' : 'gaps'}: ${[...new Set(gaps.map(({ why }) => why))].join(', ')}`;
}

const handedOver = ({ care }: VisitRecord, clock: Clock): string =>
  care
    .flatMap((change) => (change.kind === 'handed-over' ? [`to ${change.byName} ${clock(change.at)}`] : []))
    .join('; ');

export interface VitalFacts {
  readonly name: string;
  readonly baseline: string;
  /** Since the start of treatment. */
  readonly highest: string;
  readonly lowest: string;
  readonly last: string;
}

const NONE = 'not measured';
const timed =
  (clock: Clock) =>
  (row: BpRow): string =>
    `${spoken(row)} at ${clock(row.at)}`;
const bp = (row: BpRow | undefined, clock: Clock): string => (row ? timed(clock)(row) : NONE);
const one = (found: Reached | undefined, clock: Clock): string =>
  found ? `${found.value} at ${clock(found.at)}` : NONE;

export function vitalFacts({ baseline, vitals }: VisitRecord, clock: Clock): readonly VitalFacts[] {
  return [
    {
      name: 'BP, mmHg',
      baseline: baseline ? `${baseline.systolicMmHg}/${baseline.diastolicMmHg}` : NONE,
      highest: highestBpText(vitals, vitals, timed(clock)) ?? NONE,
      lowest: bp(vitals.lowestBp, clock),
      last: bp(vitals.lastBp, clock),
    },
    {
      name: 'SpO₂, %',
      baseline: baseline ? String(baseline.spo2Pct) : NONE,
      highest: '–',
      lowest: one(vitals.lowestSpo2, clock),
      last: one(vitals.lastSpo2, clock),
    },
    {
      name: 'Pulse, /min',
      baseline: baseline ? String(baseline.pulseBpm) : NONE,
      highest: one(vitals.highestPulse, clock),
      lowest: one(vitals.lowestPulse, clock),
      last: one(vitals.lastPulse, clock),
    },
  ];
}

/** Those limits that were passed, and for how long; none of them is said to be so. */
export function outsideFacts({ outside }: VisitRecord): readonly Fact[] {
  return outside.flatMap(({ limit, priority, forMs, count }): readonly Fact[] => {
    const name = `${limit}, ${priority === 'low' ? 'advisory' : priority}`;
    if (forMs !== undefined && forMs > 0) return [{ name, text: inWords(forMs) }];
    if (count !== undefined && count.beyond > 0) return [{ name, text: `${count.beyond} of ${count.of}` }];
    return [];
  });
}

/** How many of each priority, how they were answered, and for how long something could be heard. */
export function alertsText({ alerts, answers, audibleMs }: VisitRecord): string {
  if (alerts.length === 0) return 'None.';
  const counts = PRIORITIES.toReversed().flatMap((priority) => {
    const count = alerts.filter((each) => each.priority === priority).length;
    return count === 0 ? [] : [`${count} ${priority === 'low' ? (count === 1 ? 'advisory' : 'advisories') : priority}`];
  });
  const of = (answer: string): number => answers.filter((each) => each.answer === answer).length;
  const answered = joined([
    of('in-time') > 0 ? `${of('in-time')} seen in time` : '',
    of('late') > 0 ? `${of('late')} seen late` : '',
    of('over') > 0 ? `${of('over')} over before` : '',
    of('none') > 0 ? `${of('none')} never seen` : '',
  ]);
  return `${joined([...counts])}${answered === '' ? '' : `: ${answered}`}. Audible for ${inWords(audibleMs)}.`;
}

/** More scores of one scale than this are told by their first, their furthest and their last. */
const MOST_SCORES = 7;
/** Of these the low end is the bad one. */
const LOW_IS_WORSE: readonly Scale[] = ['moaas', 'aldrete', 'rass'];

/** Each scale's scores in order of time, `3 at 14:15, 0 at 15:07`. */
export function scaleFacts({ entries }: VisitRecord, clock: Clock): readonly Fact[] {
  const scores = new Map<Scale, { readonly at: Instant; readonly score: number }[]>();
  for (const { entry, at } of entries)
    if (entry.kind === 'scale')
      scores.set(entry.scale, [...(scores.get(entry.scale) ?? []), { at, score: entry.score }]);
  return [...scores].map(([scale, each]) => {
    const text = ({ at, score }: (typeof each)[number]): string =>
      `${scale === 'rass' ? signed(score) : score} at ${clock(at)}`;
    const { name } = SCALE[scale];
    if (each.length <= MOST_SCORES) return { name, text: each.map(text).join(', ') };
    const isLow = LOW_IS_WORSE.includes(scale);
    const worst = each.reduce((a, b) => ((isLow ? b.score < a.score : b.score > a.score) ? b : a));
    const told = [each[0], worst, each.at(-1)].map((one) => (one ? text(one) : ''));
    return {
      name,
      text: `first ${told[0]}, ${isLow ? 'lowest' : 'highest'} ${told[1]}, last ${told[2]}; ${each.length} in all`,
    };
  });
}

export function criteriaFacts({ criteria }: VisitRecord): readonly Fact[] {
  const of = (status: string): readonly string[] =>
    criteria
      .filter((each) => each.status === status)
      .map(({ criterion, detail, reason }) => {
        const why = joined([status === 'met' ? '' : detail, reason && `“${reason}”`]);
        return `${CRITERION[criterion]}${why === '' ? '' : ` (${why})`}`;
      });
  return said([
    ['Met', of('met').join(', ')],
    ['Set aside', of('overridden').join(', ')],
    ['NOT MET', of('unmet').join(', ')],
  ]);
}

/** Who read the identity, ended the visit, closed and signed the record; what is missing is said. */
export function signatureFacts(
  { identity, ended, signOff, orders, imported }: VisitRecord,
  clock: Clock,
): readonly Fact[] {
  const { closed, signed: provider, addenda } = signOff;
  const open = orders.filter((order) => !order.cosigned && !order.disputed).length;
  const unseen = addenda.filter(({ seen }) => !seen).length;
  return said([
    ['Identity read back', imported ? undefined : identity ? `${identity.byName}, ${clock(identity.at)}` : 'NOBODY'],
    ['Discharged by', imported ? undefined : ended.byName],
    ['Record closed', closed ? `${closed.byName}, ${clock(closed.at)}` : 'NOT CLOSED'],
    ['Record signed', provider ? `${provider.byName}, ${clock(provider.at)}` : 'NOT SIGNED'],
    ['Verbal orders', open === 0 ? undefined : `${open} NOT CO-SIGNED`],
    [
      'Addenda',
      addenda.length === 0
        ? undefined
        : `${addenda.length}, in the details${unseen === 0 ? '' : `; ${unseen} not seen by a provider yet`}`,
    ],
  ]);
}

/** Who has the patient, in words; and what whoever receives one is told first. */
import type { CareChange } from '#core/care/care.ts';
import type { CareView } from '#core/care/who-has.ts';
import type { Instant } from '#core/reading.ts';
import type { ChairView, PeakBp } from '#core/view.ts';
import { estimatedAmount } from '../chair-page/estimate.ts';
import { entryText } from '#core/words/labels.ts';
import { phaseSteps } from '../chair-page/phase-steps.ts';
import { seenBy } from '../chair-page/strip-text.ts';
import { decimal, inWords } from '../components/format.ts';

type Clock = (at: Instant) => string;

/** `K. Marsh has this patient, R. Lind covers until 14:30`. */
export function careSentence(care: CareView | null, clock: Clock): string {
  const { nurseName, cover } = care ?? {};
  if (nurseName === undefined) return 'No nurse has this patient yet';
  if (!cover) return `${nurseName} has this patient`;
  const until = cover.overdue ? `the cover by ${cover.byName} is over` : `${cover.byName} covers until`;
  return `${nurseName} has this patient, ${until}${cover.overdue ? ' since' : ''} ${clock(cover.until)}`;
}

/** A line of the log; who said it stands beside it. */
export function careChangeText(change: CareChange, clock: Clock): string {
  switch (change.kind) {
    case 'handed-over':
      return change.from === undefined ? 'Took the patient' : `Took over from ${change.from}`;
    case 'cover-begun':
      return `Covers until ${clock(change.until)}`;
    case 'cover-ended':
      return 'Cover ended';
  }
}

export interface CardLine {
  readonly name: string;
  /** One below the other. */
  readonly text: readonly string[];
  /** Stands out: it differs from what one expects. */
  readonly isStrong?: true;
}

/** The hand-over card: dose, time, BP, alerts, limits, side effects. Each line is there, so that "none" is said and not meant. */
export function handOverCard(view: ChairView, now: Instant, clock: Clock): readonly CardLine[] {
  const effects = view.entries.filter(({ entry }) => entry.kind === 'side-effect');
  const limits = changedLimits(view);
  return [
    { name: 'Dose', text: doseLines(view, now) },
    { name: 'Time', text: [timeLine(view, now)] },
    { name: 'Last BP', text: [bpLine(view.nibp.last, now, clock)] },
    { name: 'Highest BP', text: highestBpLines(view.highestBp, now, clock) },
    ...(view.emergencySince === null
      ? []
      : [{ name: 'Emergency', text: [`since ${clock(view.emergencySince)}`], isStrong: true } as const]),
    strongIf(view.alerts.length > 0, {
      name: 'Open alerts',
      text:
        view.alerts.length === 0
          ? ['none']
          : view.alerts.map((alert) => [alert.text, seenBy(alert) || 'nobody has seen it'].join(', ')),
    }),
    strongIf(limits.length > 0, {
      name: 'Changed limits',
      text: limits.length === 0 ? ['none, as the protocol says'] : limits,
    }),
    {
      name: 'Side effects',
      text:
        effects.length === 0 ? ['none recorded'] : effects.map(({ at, entry }) => `${clock(at)} ${entryText(entry)}`),
    },
    ...(view.oxygenLPerMin > 0
      ? [{ name: 'Oxygen', text: [`${decimal(view.oxygenLPerMin)} L/min`], isStrong: true } as const]
      : []),
  ];
}

const strongIf = (isStrong: boolean, line: CardLine): CardLine => (isStrong ? { ...line, isStrong: true } : line);

function doseLines({ treatment, setUp }: ChairView, now: Instant): readonly string[] {
  if (!treatment) return ['nothing given yet'];
  if (treatment.treatment === 'administration') {
    const mg = treatment.devices.reduce((sum, device) => sum + device.mg, 0);
    return [treatment.devices.length === 0 ? 'nothing given yet' : `${decimal(mg)} mg given`];
  }
  const dose = treatment.doseMg ?? setUp.doseMg;
  const given = estimatedAmount(treatment, now)?.mg;
  return [
    dose === undefined ? 'not entered' : `${decimal(dose)} mg`,
    given === undefined ? 'nothing given yet' : `about ${decimal(given)} mg given, an estimate`,
  ];
}

function timeLine(view: ChairView, now: Instant): string {
  const step = phaseSteps(view, now).find(({ state }) => state === 'now');
  if (!step) return 'not begun';
  const [passed, rest] = [[step.passed, step.of].filter(Boolean).join(' '), step.rest];
  return [step.name, passed, rest].filter((part) => part !== undefined && part !== '').join(', ');
}

function highestBpLines(bp: PeakBp | null | undefined, now: Instant, clock: Clock): readonly string[] {
  const line = bpLine(bp, now, clock);
  return bp?.diastolic ? [line, `highest diastolic ${bpLine(bp.diastolic, now, clock)}`] : [line];
}

function bpLine(
  bp: { readonly systolicMmHg: number; readonly diastolicMmHg: number; readonly at: Instant } | null | undefined,
  now: Instant,
  clock: Clock,
): string {
  if (!bp) return 'not measured yet';
  return `${bp.systolicMmHg}/${bp.diastolicMmHg} at ${clock(bp.at)}, ${inWords(now - bp.at)} ago`;
}

const OF = { spo2: 'SpO₂', pulse: 'Pulse', nibp: 'BP' } as const;

/** `SpO₂ < 86, high or medium, by the protocol < 90`. */
const changedLimits = ({ limits }: ChairView): readonly string[] =>
  (['spo2', 'pulse', 'nibp'] as const).flatMap((of) =>
    limits[of].flatMap(({ text, priority, protocol }) =>
      protocol === undefined ? [] : [`${OF[of]} ${text}, ${priority}, by the protocol ${protocol}`],
    ),
  );

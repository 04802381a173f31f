/** The sentences of the strip. Second lines may count; first lines only say what is. */
import type { Instant } from '#core/reading.ts';
import type { AlertView, ChairView } from '#core/view.ts';
import { birthDate, inWords, left } from '../components/format.ts';
import { AT_PLACE } from '../components/place-words.ts';
import { ENDING } from '#core/words/labels.ts';
import type { Question } from './question.ts';

type Clock = (at: Instant) => string;

export function alertLine(alert: AlertView, now: Instant, clock: Clock): string {
  const parts: string[] = [];
  const waiting = alert.waitingUntil !== undefined && alert.waitingUntil > now;
  if (alert.detail !== '') parts.push(alert.detail);
  if (waiting) parts.push(`within ${left((alert.waitingUntil ?? now) - now)}`);
  if (alert.acknowledged) parts.push(seenBy(alert));
  parts.push(`since ${clock(alert.onsetAt)}`, inWords(now - alert.onsetAt));
  return parts.join(' · ');
}

/** "I'm with the patient" is for a missing signal alone. */
export const isAboutSignal = (alert: AlertView): boolean => alert.kind === 'no-spo2';

/** `Rosa Lind is with the patient, 1:48`: while it holds "no SpO₂" at medium. */
export function attendedLine(view: ChairView | null, alert: AlertView, now: Instant): readonly string[] {
  const attended = view?.attended;
  if (!attended || attended.until <= now || !isAboutSignal(alert)) return [];
  return [`${attended.byName} is with the patient, ${left(attended.until - now)}`];
}

/** `seen by K. Marsh`; from afar it does not quiet the chair, so the place is said. */
export function seenBy({ acknowledged }: AlertView): string {
  if (!acknowledged) return '';
  const { byName, place } = acknowledged;
  return `seen by ${byName}${place === 'chair' ? '' : ` ${AT_PLACE[place]}`}`;
}

/** The pager was asked about this alert and did not take it: said with the alert itself, not only as an alert behind it. */
export function pagedLine(view: ChairView | null, { escalatedTo, acknowledged }: AlertView): readonly string[] {
  const isPaged = (escalatedTo === 'provider' || escalatedTo === 'second-person') && acknowledged === undefined;
  return isPaged && view?.alerts.some(({ kind }) => kind === 'page-failed') ? ['nobody was paged'] : [];
}

/** `SYS 164` of `SYS 164 ≥ 160`: what a key block is for. */
export const shortAlert = (alert: AlertView): string => alert.text.split(/ [<>≤≥] /)[0] ?? alert.text;

export function questionLine(question: Question, { patient }: ChairView, now: Instant, clock: Clock): string {
  switch (question.kind) {
    case 'identity':
      // Of a past visit whose name is kept no longer, or of a recording, which never had one.
      if (!patient) return 'Let the patient say name and date of birth.';
      return `Let the patient say it: ${patient.name}, born ${birthDate(patient.birthDate)}?`;
    case 'off-monitor':
      return `${left(question.until - now)} left, since ${clock(question.since)}, ${question.byName}. Missing SpO₂ and BP are not told.`;
    case 'planned-end':
      return `The planned ${Math.round(question.plannedMs / 60_000)} min are over: is the pump finished?`;
    case 'still-paused':
      return `Paused for ${inWords(now - question.since)}, ${bpLine(question.bp, now)}: is the pump still paused?`;
    case 'upper-mark':
      return `Past the upper mark, ${question.unmet} of the list not met. A provider decides how to go on.`;
    case 'cover-over':
      return `The cover by ${question.byName} is over: is ${question.nurseName} back?`;
    case 'response':
      return `After the BP of ${clock(question.bpAt)}: how does the patient respond?`;
    case 'moaas':
      return question.response === 'drowsy'
        ? 'Drowsy: how sedated is the patient? The MOAA/S is judged.'
        : 'Not responding: score MOAA/S now. It is judged; Emergency is below.';
    case 'side':
      return question.of === 'oximeter' ? 'Another oximeter: which hand has it?' : 'Another cuff: which arm has it?';
  }
}

export function calmTitle(view: ChairView, clock: Clock): string {
  if (view.offMonitor) return 'Off the monitor';
  switch (view.phase?.name) {
    case undefined:
      return 'Chair is free';
    case 'baseline':
      return 'Before the start, no alerts';
    case 'infusion':
    case 'recovery':
      return 'Watching, no alerts';
    case 'discharge':
      return `Not watching: monitoring ended ${clock(view.phase.monitoringEndedAt)}`;
    case 'ended':
      return `Visit ended ${clock(view.phase.endedAt)}: ${ENDING[view.phase.ending]}`;
  }
}

/** Who is there while nothing happens. */
function people({ setUp, care }: ChairView, clock: Clock): string {
  const covered = care?.cover ? `, ${care.cover.byName} covers until ${clock(care.cover.until)}` : '';
  const nurse = setUp.nurseName === undefined ? [] : [`Nurse ${setUp.nurseName}${covered}`];
  const provider = setUp.providerName === undefined ? [] : [`in reach ${setUp.providerName}`];
  return [...nurse, ...provider].join(', ');
}

export function calmLine(view: ChairView, clock: Clock): string {
  switch (view.phase?.name) {
    case undefined:
      return 'Nothing is watched here.';
    case 'baseline':
      return view.readiness?.missing[0] ?? view.readiness?.warnings[0] ?? 'Ready. Tap when you have started the pump.';
    case 'infusion':
      return view.phase.paused ? `Pump paused since ${clock(view.phase.paused.since)}.` : people(view, clock);
    case 'recovery':
      return view.canEndMonitoring ? 'Monitoring may end.' : people(view, clock);
    case 'discharge':
      return view.phase.waitingSince === undefined
        ? 'Gait, IV and instructions next.'
        : `Waiting for the ride since ${clock(view.phase.waitingSince)}.`;
    case 'ended':
      return 'The chair is free for the next patient.';
  }
}

const bpLine = (bp: Extract<Question, { kind: 'still-paused' }>['bp'], now: Instant): string =>
  bp ? `last BP ${bp.systolicMmHg}/${bp.diastolicMmHg} ${inWords(now - bp.at)} ago` : 'no BP yet';

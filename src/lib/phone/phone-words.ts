/** The sentences of a phone's page. Nothing in them says "here": the phone itself makes no sound. */
import { heardHere } from '#core/alarm-signal/sounding.ts';
import type { Instant } from '#core/reading.ts';
import { dutyOf } from '#core/sound/who-sounds.ts';
import type { AlertView, ChairView, SoundView } from '#core/view.ts';
import { elapsed, left } from '../components/format.ts';
import { AT_PLACE } from '../components/place-words.ts';
import { phaseSteps } from '../chair-page/phase-steps.ts';
import { stationPhase } from '../station/phase-look.ts';

type Clock = (at: Instant) => string;

/** `Infusion 23:10 of 40:00, 16:50 left`; no number that goes on while nobody knows whether the phase does. */
export function phaseLine(view: ChairView, now: Instant, lost: boolean): string {
  if (stationPhase(view) === 'ended') return '';
  const step = phaseSteps(view, now).find(({ state }) => state === 'now');
  if (!step) return '';
  if (lost) return step.name;
  if (view.phase?.name === 'baseline') return `Before the start, ${step.passed ?? ''}`;
  const whole = step.of === undefined ? '' : step.of.startsWith('of ') ? ` ${step.of}` : `, ${step.of}`;
  return `${step.name} ${step.passed ?? ''}${whole}${step.rest === undefined ? '' : `, ${step.rest}`}`;
}

/** `Now 84 · for 0:22, since 14:22 · repeat within 1:40`. */
export function conditionLine(alert: AlertView, now: Instant, clock: Clock, lost: boolean): string {
  const since = `since ${clock(alert.onsetAt)}`;
  const waits = !lost && alert.waitingUntil !== undefined && alert.waitingUntil > now;
  return [
    alert.detail,
    lost ? since : `for ${elapsed(now - alert.onsetAt)}, ${since}`,
    waits ? `repeat within ${left((alert.waitingUntil ?? now) - now)}` : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

/** `Seen by K. Marsh at the chair, 14:23`. */
export function answerLine({ acknowledged, priority }: AlertView, clock: Clock): string {
  if (acknowledged) return `Seen by ${acknowledged.byName} ${AT_PLACE[acknowledged.place]}, ${clock(acknowledged.at)}`;
  return priority === 'low' ? '' : 'Nobody acknowledged';
}

/** Where this alert can be heard now. Empty of what is silent by its nature. */
export function heardLine(alert: AlertView, sound: SoundView, now: Instant): string {
  if (alert.audioPausedUntil !== undefined && now < alert.audioPausedUntil)
    return `Sound paused ${left(alert.audioPausedUntil - now)}`;
  const isHeard = (place: 'chair' | 'station'): boolean =>
    heardHere(place, dutyOf(place, sound), [alert], now).length > 0;
  if (sound.who === 'nobody') return isHeard('chair') && alert.kind !== 'nobody-listening' ? 'Nobody can hear it' : '';
  const chair = sound.who !== 'station' && isHeard('chair');
  const station = (sound.who !== 'chair' || sound.station === 'listens') && isHeard('station');
  if (chair && station) return 'Sounds at the chair and at the station';
  return chair ? 'Sounds at the chair' : station ? 'Sounds at the station' : '';
}

const WHO: Readonly<Record<SoundView['who'], string>> = {
  chair: 'The chair has the sound',
  station: 'The station has the sound, the chair is silent',
  both: 'The station has the sound, the chair what is high',
  nobody: 'Nobody can hear this chair’s alerts',
};

export function soundLine({ who, station }: SoundView): string {
  if (who === 'nobody') return `${WHO[who]}.`;
  return `${WHO[who]}; ${station === 'listens' ? 'somebody listens at the station' : 'nobody listens at the station'}.`;
}

/** `No connection since 14:22 (0:07): the numbers below are old`. */
export function lostLine(since: Instant | null, now: Instant, clock: Clock): string {
  const when = since === null ? '' : ` since ${clock(since)} (${elapsed(now - since)})`;
  return `No connection${when}: the numbers below are old`;
}

/** What stands over the numbers: every high alert nobody has seen, else the most urgent; the others stand below them. */
export function alertsInTwo(alerts: readonly AlertView[]): {
  readonly first: readonly AlertView[];
  readonly others: readonly AlertView[];
} {
  const unseen = alerts.filter(({ priority, acknowledged }) => priority === 'high' && acknowledged === undefined);
  const first = unseen.length > 0 ? unseen : alerts.slice(0, 1);
  return { first, others: alerts.filter((alert) => !first.includes(alert)) };
}

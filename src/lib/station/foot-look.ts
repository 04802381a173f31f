/** The line at the foot of a tile: the most pressing thing about this chair, and what comes next. */
import type { Priority } from '#core/clinical-protocol.ts';
import type { TileView } from '#core/view.ts';
import { elapsed, inWords, left } from '../components/format.ts';
import { stationPhase } from './phase-look.ts';

export type FootLook =
  | {
      readonly kind: 'alert';
      readonly level: Priority;
      readonly seen: boolean;
      readonly text: string;
      /** How many more are open on this chair. */
      readonly more: number;
      readonly side: string;
    }
  | { readonly kind: 'emergency'; readonly text: string; readonly side: string }
  /** A high alert that ended by itself and nobody acknowledged; `late`: found among late readings, and nobody has seen it. */
  | { readonly kind: 'mark'; readonly text: string; readonly side: string; readonly late?: true }
  | { readonly kind: 'asks'; readonly text: string; readonly side: string }
  | { readonly kind: 'calm'; readonly text: string; readonly side: string };

/** What the foot says of a watched chair's sound; undefined where it sounds at its own chair, as it should. */
export interface FootSound {
  readonly kind: 'here' | 'none';
  readonly text: string;
}

/** @param hasTablets false in a demo: that a chair has no screen is said once, not on each tile (`demoSound`) */
export function footSound({ phase, sound }: TileView, hasTablets = true): FootSound | undefined {
  if (phase?.name !== 'infusion' && phase?.name !== 'recovery') return undefined;
  if (!hasTablets && sound.chair === 'absent') return undefined;
  switch (sound.who) {
    case 'chair':
      return undefined;
    case 'both':
      return { kind: 'here', text: 'Sound here' };
    case 'station':
      return { kind: 'here', text: sound.chair === 'absent' ? 'No screen, sound here' : 'Chair mute, sound here' };
    case 'nobody':
      return { kind: 'none', text: sound.chair === 'absent' ? 'No screen, no sound' : 'No sound' };
  }
}

/** Of a demo's chairs without a screen, once for all of them; null when each has one. @param canSound this station */
export function demoSound(tiles: readonly TileView[], canSound: boolean): string | null {
  const isSilent = (tile: TileView): boolean => footSound(tile) !== undefined && tile.sound.chair === 'absent';
  if (!tiles.some(isSilent)) return null;
  return canSound
    ? 'The demo’s chairs have no tablets: their alerts sound here.'
    : 'The demo’s chairs have no tablets: nothing sounds until you turn the sound on, above or on a chair’s page.';
}

type Clock = (at: number) => string;

/** @param lost no connection to the server: nobody may read that this chair is watched */
export function footLook(tile: TileView, now: number, clock: Clock, lost = false): FootLook {
  const [alert, ...others] = tile.alerts;
  if (tile.emergencySince !== null) {
    return { kind: 'emergency', text: 'Emergency', side: elapsed(now - tile.emergencySince) };
  }
  if (alert) {
    const { acknowledged } = alert;
    const since = elapsed(now - alert.onsetAt);
    return {
      kind: 'alert',
      level: alert.priority,
      seen: acknowledged !== undefined,
      text: alert.text,
      more: others.length,
      side: acknowledged ? `by ${acknowledged.byName}` : alert.priority === 'high' ? `${since} · nobody` : since,
    };
  }
  const [mark] = tile.latched;
  if (mark?.late) return { kind: 'mark', text: mark.text, side: `at ${clock(mark.onsetAt)}`, late: true };
  if (mark) return { kind: 'mark', text: `${mark.text}`, side: `ended ${clock(mark.endedAt)}` };
  const asked = asks(tile, now);
  if (asked) return { kind: 'asks', text: asked, side: bpSide(tile, now) };
  const quiet = calm(tile, now, clock);
  return { kind: 'calm', ...quiet, ...(lost && quiet.text === 'Watching' && { text: 'Not known', side: '' }) };
}

/** What waits for a provider. */
export function asks(tile: TileView, now: number): string | null {
  const { phase, readiness } = tile;
  if (readiness?.gate === 'hold') return 'Hold: approve or wait';
  if (phase?.name === 'recovery' && now >= phase.upperMarkAt && phase.decision === undefined) return 'Past upper mark';
  return null;
}

function calm(tile: TileView, now: number, clock: Clock): { readonly text: string; readonly side: string } {
  const { phase, readiness, offMonitor } = tile;
  if (offMonitor) return { text: 'Off monitor', side: `${left(offMonitor.until - now)} left` };
  switch (phase?.name) {
    case undefined:
      return { text: '', side: '' };
    case 'baseline': {
      const missing = readiness?.missing.length ?? 0;
      const text = missing === 0 ? 'Ready to start' : missing === 1 ? '1 thing missing' : `${missing} things missing`;
      return { text: readiness?.gate === 'no-start' ? 'BP too high to start' : text, side: bpSide(tile, now) };
    }
    case 'infusion':
      if (phase.paused) return { text: `Paused ${inWords(now - phase.paused.since)}`, side: bpSide(tile, now) };
      if (now > phase.plannedEndAt && tile.treatment?.treatment !== 'administration') {
        return { text: `${inWords(now - phase.plannedEndAt)} past plan`, side: bpSide(tile, now) };
      }
      return { text: 'Watching', side: bpSide(tile, now) };
    case 'recovery':
      return { text: 'Watching', side: bpSide(tile, now) };
    case 'discharge':
      return stationPhase(tile) === 'waiting'
        ? { text: `Ready since ${clock(phase.waitingSince ?? now)}`, side: elapsed(now - (phase.waitingSince ?? now)) }
        : { text: `Monitoring ended ${clock(phase.monitoringEndedAt)}`, side: '' };
    case 'ended':
      return { text: `Ended ${clock(phase.endedAt)}`, side: '' };
  }
}

function bpSide({ nibp }: TileView, now: number): string {
  if (nibp.measuring) return `cuff ${nibp.measuring.cuffPressureMmHg} mmHg`;
  if (nibp.nextDueAt === undefined) return '';
  return now > nibp.nextDueAt ? `BP due ${elapsed(now - nibp.nextDueAt)} ago` : `BP in ${left(nibp.nextDueAt - now)}`;
}

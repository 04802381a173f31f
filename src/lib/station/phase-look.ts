/** The phase of a tile: its word, and the ring that shows how far it is. */
import type { TileView } from '#core/view.ts';

export type StationPhase = 'free' | 'before' | 'infusion' | 'recovery' | 'discharge' | 'waiting' | 'ended';

export function stationPhase({ phase }: Pick<TileView, 'phase'>): StationPhase {
  if (phase === null) return 'free';
  switch (phase.name) {
    case 'baseline':
      return 'before';
    case 'discharge':
      return phase.waitingSince === undefined ? 'discharge' : 'waiting';
    default:
      return phase.name;
  }
}

const WORDS: Readonly<Record<StationPhase, string>> = {
  free: 'Free',
  before: 'Before',
  infusion: 'Infusion',
  recovery: 'Recovery',
  discharge: 'Discharge',
  waiting: 'Waiting for ride',
  ended: 'Ended',
};

export function phaseWord(tile: Pick<TileView, 'phase' | 'treatment'>): string {
  const phase = stationPhase(tile);
  if (phase === 'infusion' && tile.treatment?.treatment === 'administration') return 'Administration';
  return WORDS[phase];
}

export interface RingLook {
  /** 0–1 of the planned infusion, or of the least recovery. */
  readonly share: number;
  readonly minutes: number;
  readonly label: string;
}

const MINUTE = 60_000;

export function ringLook({ phase }: Pick<TileView, 'phase'>, now: number): RingLook | null {
  if (phase?.name !== 'infusion' && phase?.name !== 'recovery') return null;
  const { startedAt } = phase;
  const endAt = phase.name === 'infusion' ? phase.plannedEndAt : phase.minimumAt;
  const passed = Math.max(0, now - startedAt);
  const minutes = Math.floor(passed / MINUTE);
  const whole = Math.max(1, Math.round((endAt - startedAt) / MINUTE));
  return {
    share: endAt > startedAt ? Math.min(1, passed / (endAt - startedAt)) : 1,
    minutes,
    label: `${minutes} of ${whole} min`,
  };
}

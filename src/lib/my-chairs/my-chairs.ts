/** The chairs of one person: whose patient is theirs, whom they cover, and what they added by hand; most urgent first. */
import { isSamePerson } from '#core/care/care.ts';
import { hasPatient } from '#core/care/who-has.ts';
import type { NibpView, TileView } from '#core/view.ts';
import { left, elapsed } from '../components/format.ts';
import type { Kept } from '../live/kept.ts';
import { needs } from '../station/attention.ts';
import { footSound } from '../station/foot-look.ts';

export interface MyChair {
  readonly tile: TileView;
  readonly why: 'nurse' | 'cover' | 'added';
}

/** @param added chairs that were put on the list by hand, on this screen */
export function myChairs(
  tiles: readonly TileView[],
  name: string,
  added: readonly string[],
  now: number,
): readonly MyChair[] {
  const mine = tiles.flatMap((tile): readonly MyChair[] => {
    const { care, phase, chair } = tile;
    if (phase && phase.name !== 'ended' && hasPatient(care, name)) {
      const isNurse = care?.nurseName !== undefined && isSamePerson(care.nurseName, name);
      return [{ tile, why: isNurse ? 'nurse' : 'cover' }];
    }
    return added.includes(chair.chairId) ? [{ tile, why: 'added' }] : [];
  });
  const urgent = needs(
    mine.map(({ tile }) => tile),
    now,
  ).flatMap((need) => ('chairs' in need && need.chairs ? need.chairs : [need]).map(({ tile }) => tile.chair.chairId));
  const rank = ({ tile }: MyChair): number => {
    const index = urgent.indexOf(tile.chair.chairId);
    return index === -1 ? urgent.length : index;
  };
  return mine.toSorted((a, b) => rank(a) - rank(b));
}

/** `Next BP in 7:46`. */
export function nextBpText(nibp: NibpView, now: number, lost: boolean): string {
  if (lost) return 'Next BP not known';
  if (nibp.measuring) return `Cuff at ${nibp.measuring.cuffPressureMmHg} mmHg`;
  if (nibp.nextDueAt === undefined) return '';
  return now > nibp.nextDueAt
    ? `BP due ${elapsed(now - nibp.nextDueAt)} ago`
    : `Next BP in ${left(nibp.nextDueAt - now)}`;
}

/** Where the chair's alerts are heard. */
export function soundText(tile: TileView, lost: boolean): string {
  const { phase } = tile;
  if (phase?.name !== 'infusion' && phase?.name !== 'recovery') return '';
  if (lost) return 'Sound not known';
  const foot = footSound(tile);
  if (!foot) return 'Sounds at the chair';
  return foot.text.replaceAll(/\bhere\b/g, 'at the station');
}

const ADDED = 'vigil.my-chairs';

/** Kept on the screen, for who is named at it: another person begins with their own. */
export function addedBy(kept: Kept, name: string): readonly string[] {
  const list = kept.read<Partial<{ name: unknown; chairIds: unknown }>>(ADDED);
  if (typeof list?.name !== 'string' || !isSamePerson(list.name, name) || !Array.isArray(list.chairIds)) return [];
  return list.chairIds.filter((each) => typeof each === 'string');
}

export function keepAdded(kept: Kept, name: string, chairIds: readonly string[]): void {
  kept.keep(ADDED, { name, chairIds });
}

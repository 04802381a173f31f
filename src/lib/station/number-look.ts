/** One number of a tile: live in its hue, old and grey with its age, or a dash with the reason (UI-41). */
import type { Priority } from '#core/clinical-protocol.ts';
import type { AlertParameter, AlertView, NibpView, TileView, VitalView } from '#core/view.ts';
import { inWords, left } from '../components/format.ts';

export interface Blame {
  readonly level: Priority;
  /** Somebody acknowledged it, at the chair or here: the station is quiet about it. */
  readonly seen: boolean;
}

export interface NumberLook {
  readonly tone: 'live' | 'old' | 'none';
  readonly text: string;
  /** Under the label: the unit, the age, or why there is nothing. */
  readonly note: string;
  readonly blame: Blame | null;
  /** The device doubts it: a mark beside the number, which is no good value and no alarm. */
  readonly isDoubted?: true;
}

export interface BpLook extends Omit<NumberLook, 'text'> {
  readonly systolic: string;
  readonly diastolic: string;
  /** The number the alert is about; absent for alerts about the cuff. */
  readonly at?: 'systolic' | 'diastolic';
}

/** How loud a number wears its alert: an unseen high fills the whole cell, anything else tags the number. */
export function dressOf(blame: Blame | null): { readonly loud: boolean; readonly tag: Priority | 'seen' | '' } {
  const loud = blame?.level === 'high' && !blame.seen;
  return { loud, tag: !blame || loud ? '' : blame.seen ? 'seen' : blame.level };
}

/** Alerts come most urgent first: the first of a parameter decides. A missing number blames none. */
export function blameOf(alerts: readonly AlertView[], parameter: AlertParameter): Blame | null {
  const alert = alerts.find((each) => each.parameter === parameter && each.kind !== 'no-spo2');
  return alert ? { level: alert.priority, seen: alert.acknowledged !== undefined } : null;
}

export function vitalLook(vital: VitalView, unit: string, blame: Blame | null, now: number, lost: boolean): NumberLook {
  if (vital.status === 'none')
    return {
      tone: 'none',
      text: '—',
      note: vital.until === undefined ? vital.reason : `off ${left(vital.until - now)}`,
      blame: null,
    };
  const isLive = vital.status === 'live' && !lost && now <= vital.staleAt;
  if (!isLive) {
    const until = vital.status === 'stale' ? vital.until : undefined;
    const note = until === undefined || lost ? `${inWords(now - vital.at)} old` : `off ${left(until - now)}`;
    return { tone: 'old', text: String(vital.value), note, blame };
  }
  const text = String(vital.value);
  return vital.quality === 'good'
    ? { tone: 'live', text, note: unit, blame }
    : { tone: 'live', text, note: 'poor signal', blame, isDoubted: true };
}

export function bpLook(nibp: NibpView, alerts: TileView['alerts'], now: number, isWatched: boolean): BpLook {
  const { last } = nibp;
  if (!last) return { tone: 'none', systolic: '—', diastolic: '', note: 'not measured yet', blame: null };
  const alert = alerts.find((each) => each.parameter === 'nibp' && each.kind !== 'cuff-overdue');
  // Like at the chair: it is of its own minute, whatever became of the line since, until the next one is overdue.
  const isOverdue = alerts.some((each) => each.kind === 'cuff-overdue');
  return {
    tone: isWatched && !isOverdue ? 'live' : 'old',
    systolic: String(last.systolicMmHg),
    diastolic: String(last.diastolicMmHg),
    note: inWords(now - last.at),
    blame: alert ? { level: alert.priority, seen: alert.acknowledged !== undefined } : null,
    ...(alert?.at && { at: alert.at }),
  };
}

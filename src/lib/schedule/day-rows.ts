/** A day as the schedule shows it: for each chair what is planned, goes on and is over there, from plans, tiles and the history. */
import type { Instant } from '#core/reading.ts';
import type { Chair } from '#core/site-state.ts';
import type { PatientView, TileView } from '#core/view.ts';
import type { PastVisit } from '#protocol/history.ts';
import type { PlanView } from '#protocol/schedule.ts';
import { ENDING } from '#core/words/labels.ts';
import { inWords } from '../components/format.ts';
import { phaseWord, ringLook, stationPhase } from '../station/phase-look.ts';

export type ItemKind = 'planned' | 'late' | 'missed' | 'cancelled' | 'running' | 'waiting' | 'done';

export interface DayItem {
  readonly key: string;
  readonly kind: ItemKind;
  readonly chairId: string;
  readonly from: Instant;
  readonly to: Instant;
  readonly patient: PatientView | null;
  /** `planned`, `Infusion, 12 of 40 min`, `went home`, `did not come`. */
  readonly words: string;
  /** The same in a block of an hour and a half: `Infusion, 12 min`, `1 h 00 late`. */
  readonly short?: string;
  readonly sharesSurname: boolean;
  readonly plan?: PlanView;
  /** Of a visit that goes on or is over. */
  readonly visitId?: string;
}

export interface DayRow {
  /** Null: of a chair that is gone. */
  readonly chair: Chair | null;
  readonly items: readonly DayItem[];
}

export interface DaySources {
  readonly chairs: readonly Chair[];
  readonly plans: readonly PlanView[];
  /** Empty on any day but today. */
  readonly tiles: readonly TileView[];
  /** Of visits that were opened on this day. */
  readonly past: readonly PastVisit[];
  /** Visits that go on and share a surname with somebody of the day. */
  readonly alikeHere?: readonly string[];
}

const MINUTE = 60_000;
/** As long as nobody said how long it takes. */
const SHORTEST_MS = 30 * MINUTE;

export function dayItems(
  { plans, tiles, past, alikeHere = [] }: Omit<DaySources, 'chairs'>,
  now: Instant,
): readonly DayItem[] {
  const planOf = new Map(
    plans.flatMap((plan) => ('visitId' in plan.state ? [[plan.state.visitId, plan] as const] : [])),
  );
  const items = new Map<string, DayItem>();
  for (const visit of past) {
    const plan = planOf.get(visit.visitId);
    items.set(visit.visitId, {
      ...{
        key: visit.visitId,
        kind: 'done',
        chairId: visit.chairIds.at(-1) ?? '',
        from: visit.openedAt,
        to: visit.endedAt,
      },
      ...{ patient: visit.patient, words: ENDING[visit.ending], visitId: visit.visitId },
      sharesSurname: plan?.sharesSurname ?? false,
      ...(plan && { plan }),
    });
  }
  for (const tile of tiles) {
    const { visitId, phase } = tile;
    if (visitId === null || phase === null || items.has(visitId)) continue;
    const item = ofTile(tile, visitId, planOf.get(visitId), now);
    items.set(visitId, { ...item, sharesSurname: item.sharesSurname || alikeHere.includes(visitId) });
  }
  for (const plan of plans) {
    const visitId = 'visitId' in plan.state ? plan.state.visitId : undefined;
    if (visitId === undefined || !items.has(visitId)) items.set(plan.planId, ofPlan(plan, now));
  }
  return [...items.values()].sort((a, b) => a.from - b.from || a.key.localeCompare(b.key));
}

/** Each chair has its row; what stands on none of them comes last. */
export function dayRows(sources: DaySources, now: Instant): readonly DayRow[] {
  const byChair = Map.groupBy(dayItems(sources, now), ({ chairId }) => chairId);
  const rows = sources.chairs.map((chair): DayRow => ({ chair, items: byChair.get(chair.chairId) ?? [] }));
  const known = new Set(sources.chairs.map(({ chairId }) => chairId));
  const gone = [...byChair].filter(([chairId]) => !known.has(chairId)).flatMap(([, some]) => some);
  return gone.length > 0 ? [...rows, { chair: null, items: gone }] : rows;
}

function ofTile(tile: TileView, visitId: string, plan: PlanView | undefined, now: Instant): DayItem {
  const { phase } = tile;
  const from = begunAt(tile, now);
  const shape = {
    ...{ key: visitId, chairId: tile.chair.chairId, from, patient: tile.patient, visitId },
    sharesSurname: plan?.sharesSurname ?? false,
    ...(plan && { plan }),
  };
  if (phase?.name === 'ended') return { ...shape, kind: 'done', to: phase.endedAt, words: ENDING[phase.ending] };
  const ring = ringLook(tile, now);
  const to = Math.max(now, from + (plan?.lengthMs ?? SHORTEST_MS));
  return {
    ...{ ...shape, to, words: `${phaseWord(tile)}${ring ? `, ${ring.label}` : ''}` },
    ...(ring && { short: `${phaseWord(tile)}, ${ring.minutes} min` }),
    kind: stationPhase(tile) === 'waiting' ? 'waiting' : 'running',
  };
}

function begunAt({ phase }: TileView, now: Instant): Instant {
  switch (phase?.name) {
    case 'baseline':
      return phase.since;
    case 'infusion':
      return phase.startedAt;
    case 'recovery':
    case 'discharge':
      return phase.infusionStartedAt;
    case 'ended':
      return phase.endedAt - SHORTEST_MS;
    default:
      return now;
  }
}

function ofPlan(plan: PlanView, now: Instant): DayItem {
  const { planId, chairId, startsAt, lengthMs, patient, state } = plan;
  const isLate = state.name === 'planned' && now >= startsAt + MINUTE;
  return {
    ...{ key: planId, chairId, from: startsAt, to: startsAt + lengthMs, patient, plan },
    kind: isLate ? 'late' : state.name,
    words: isLate ? `not begun, ${inWords(now - startsAt)} late` : wordsOf(plan),
    ...(isLate && { short: `${inWords(now - startsAt)} late` }),
    sharesSurname: plan.sharesSurname ?? false,
    ...('visitId' in state && { visitId: state.visitId }),
  };
}

function wordsOf({ state }: PlanView): string {
  switch (state.name) {
    case 'planned':
      return 'planned';
    case 'missed':
      return 'did not come';
    case 'cancelled':
      return `cancelled: ${state.reason}`;
    case 'running':
      return 'running';
    case 'done':
      return state.ending ? ENDING[state.ending] : 'done';
  }
}

/** What keeps the day from being closed, and what should be looked at before. */
export interface OpenItems {
  readonly running: readonly DayItem[];
  readonly waiting: readonly DayItem[];
  /** Planned for an earlier time, and not begun. */
  readonly late: readonly DayItem[];
  /** Planned for later today. */
  readonly toCome: readonly DayItem[];
}

export function openItems(items: readonly DayItem[]): OpenItems {
  const of = (kind: ItemKind): readonly DayItem[] => items.filter((item) => item.kind === kind);
  return { running: of('running'), waiting: of('waiting'), late: of('late'), toCome: of('planned') };
}

/** Items that overlap stand under each other: which line of its row each takes. */
export function lanes(items: readonly Pick<DayItem, 'key' | 'from' | 'to'>[]): ReadonlyMap<string, number> {
  const ends: Instant[] = [];
  const lane = new Map<string, number>();
  for (const { key, from, to } of items) {
    const free = ends.findIndex((end) => end <= from);
    const taken = free === -1 ? ends.length : free;
    ends[taken] = to;
    lane.set(key, taken);
  }
  return lane;
}

/** Whole hours that hold the working day and everything that is shown. */
export function axisOf(
  items: readonly Pick<DayItem, 'from' | 'to'>[],
  day: { readonly from: Instant; readonly before: Instant },
  now: Instant,
): { readonly from: Instant; readonly to: Instant } {
  const hour = 60 * MINUTE;
  const isToday = now >= day.from && now < day.before;
  const shown = [day.from + 8 * hour, ...items.map(({ from }) => from), ...(isToday ? [now] : [])];
  const ends = [day.from + 18 * hour, ...items.map(({ to }) => to), ...(isToday ? [now] : [])];
  const first = Math.max(day.from, Math.min(...shown));
  const last = Math.min(day.before, Math.max(...ends));
  return {
    from: day.from + Math.floor((first - day.from) / hour) * hour,
    to: day.from + Math.ceil((last - day.from) / hour) * hour,
  };
}

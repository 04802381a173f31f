/**
 * A flood: the same technical cause on many chairs at once is one alert of the station, which lists them (AL-89). The chairs keep
 * theirs. Pure; how many and how near are the station's and no visit's, so that they stand here and in no protocol.
 */
import type { AlertKind } from '../alerts/alert.ts';
import { TECHNICAL_ALERT_KINDS } from '../alerts/alert.ts';
import type { Duration, Instant } from '../reading.ts';
import type { AlertView, TileView } from '../view.ts';
import { byUrgency } from './by-urgency.ts';

/** So many chairs, the first and the last so near. */
export const FLOOD_CHAIRS = 3;
export const FLOOD_WITHIN_MS: Duration = 10_000;

/** What a person left undone has no cause in common with another chair's. */
const OF_PERSONS: readonly AlertKind[] = ['infusion-past-end', 'pause-long', 'recovery-overdue'];

export interface Flooded {
  readonly tile: TileView;
  readonly alert: AlertView;
}

export interface Flood {
  /** The same as long as its first alert lasts. */
  readonly id: string;
  readonly kind: AlertKind;
  /** The most urgent of them stands for all. */
  readonly alert: AlertView;
  readonly since: Instant;
  /** Most urgent first. */
  readonly chairs: readonly Flooded[];
}

/** Every flood on these tiles, and what is left of their alerts. */
export function floodsOf(tiles: readonly TileView[]): {
  readonly floods: readonly Flood[];
  readonly rest: readonly Flooded[];
} {
  const all = tiles.flatMap((tile) => tile.alerts.map((alert) => ({ tile, alert })));
  const floods = TECHNICAL_ALERT_KINDS.filter((kind) => !OF_PERSONS.includes(kind)).flatMap((kind) =>
    gathered(all.filter(({ alert }) => alert.kind === kind)),
  );
  const merged = new Set(floods.flatMap(({ chairs }) => chairs.map(({ alert }) => alert.alertId)));
  return { floods, rest: all.filter(({ alert }) => !merged.has(alert.alertId)) };
}

/** From the earliest on, all that began within reach of it; what is left begins anew. */
function gathered(alerts: readonly Flooded[]): readonly Flood[] {
  const sorted = alerts.toSorted((a, b) => a.alert.onsetAt - b.alert.onsetAt);
  const floods: Flood[] = [];
  for (let i = 0; i < sorted.length;) {
    const first = sorted[i];
    if (first === undefined) break;
    const since = first.alert.onsetAt;
    const near = sorted.slice(i).filter(({ alert }) => alert.onsetAt - since <= FLOOD_WITHIN_MS);
    if (near.length < FLOOD_CHAIRS) {
      i += 1;
      continue;
    }
    const chairs = near.toSorted((a, b) => byUrgency(a.alert, b.alert));
    const alert = chairs[0]?.alert ?? first.alert;
    floods.push({ id: `flood-${first.alert.alertId}`, kind: alert.kind, alert, since, chairs });
    i += near.length;
  }
  return floods;
}

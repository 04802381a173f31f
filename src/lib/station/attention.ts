/** Who needs somebody, most urgent first: emergencies, alerts by priority, then what nobody acknowledged, then the older (UI-43). */
import type { LatchedMark } from '#core/alerts/alert.ts';
import type { AlertView, TileView } from '#core/view.ts';
import { byUrgency } from '#core/view/alert-view.ts';
import { asks } from './foot-look.ts';

export type Need =
  | { readonly kind: 'emergency'; readonly id: string; readonly tile: TileView; readonly since: number }
  | { readonly kind: 'alert'; readonly id: string; readonly tile: TileView; readonly alert: AlertView }
  | { readonly kind: 'mark'; readonly id: string; readonly tile: TileView; readonly mark: LatchedMark }
  /** A provider is asked. */
  | { readonly kind: 'asks'; readonly id: string; readonly tile: TileView; readonly text: string };

export function needs(tiles: readonly TileView[], now: number): readonly Need[] {
  const alerts = tiles
    .flatMap((tile) => tile.alerts.map((alert) => ({ kind: 'alert' as const, id: alert.alertId, tile, alert })))
    .toSorted((a, b) => byUrgency(a.alert, b.alert));
  return [
    ...tiles
      .flatMap((tile) =>
        tile.emergencySince === null
          ? []
          : [{ kind: 'emergency' as const, id: `emergency-${tile.chair.chairId}`, tile, since: tile.emergencySince }],
      )
      .toSorted((a, b) => a.since - b.since),
    ...alerts,
    ...tiles
      .flatMap((tile) => tile.latched.map((mark) => ({ kind: 'mark' as const, id: mark.alertId, tile, mark })))
      .toSorted((a, b) => a.mark.onsetAt - b.mark.onsetAt),
    ...tiles.flatMap((tile) => {
      const text = asks(tile, now);
      return text === null ? [] : [{ kind: 'asks' as const, id: `asks-${tile.chair.chairId}`, tile, text }];
    }),
  ];
}

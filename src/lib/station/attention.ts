/** Who needs somebody, most urgent first: emergencies, alerts by priority, then what nobody acknowledged, then the older (UI-43). */
import type { LatchedMark } from '#core/alerts/alert.ts';
import type { CommandOf } from '#core/command.ts';
import type { AlertView, TileView } from '#core/view.ts';
import { byUrgency } from '#core/view/alert-view.ts';
import { floodsOf, type Flooded } from '#core/view/flood.ts';
import { asks } from './foot-look.ts';

export type Need =
  | { readonly kind: 'emergency'; readonly id: string; readonly tile: TileView; readonly since: number }
  | {
      readonly kind: 'alert';
      readonly id: string;
      readonly tile: TileView;
      readonly alert: AlertView;
      /** Every chair of a flood, this one among them: they are one item. */
      readonly chairs?: readonly Flooded[];
    }
  | { readonly kind: 'mark'; readonly id: string; readonly tile: TileView; readonly mark: LatchedMark }
  /** A provider is asked. */
  | { readonly kind: 'asks'; readonly id: string; readonly tile: TileView; readonly text: string };

export function needs(tiles: readonly TileView[], now: number): readonly Need[] {
  const { floods, rest } = floodsOf(tiles);
  const alerts = [
    ...rest.map(({ tile, alert }) => ({ kind: 'alert' as const, id: alert.alertId, tile, alert })),
    ...floods.flatMap(({ id, alert, chairs }) => {
      const tile = chairs[0]?.tile;
      return tile ? [{ kind: 'alert' as const, id, tile, alert, chairs }] : [];
    }),
  ].toSorted((a, b) => byUrgency(a.alert, b.alert));
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

interface SeenCommand {
  readonly visitId: string;
  readonly command: CommandOf<'alert:acknowledge' | 'mark:clear'>;
}

/** "Seen by me": of a flood every alert that nobody has acknowledged yet. */
export function seenCommands(need: Need): readonly SeenCommand[] {
  switch (need.kind) {
    case 'alert':
      return (need.chairs ?? [need]).flatMap(({ tile: { visitId }, alert: { alertId, acknowledged } }) =>
        visitId === null || (need.chairs && acknowledged)
          ? []
          : [{ visitId, command: { type: 'alert:acknowledge' as const, alertId } }],
      );
    case 'mark': {
      const { visitId } = need.tile;
      const { alertId } = need.mark;
      return visitId === null ? [] : [{ visitId, command: { type: 'mark:clear', alertId } }];
    }
    case 'emergency':
    case 'asks':
      return [];
  }
}

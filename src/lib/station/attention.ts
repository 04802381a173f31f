/** Who needs somebody, most urgent first: emergencies, high alerts, a call for a provider, the other alerts, lines from a chair, then what nobody acknowledged, then the older (UI-43). */
import type { LatchedMark } from '#core/alerts/alert.ts';
import type { CommandOf } from '#core/command.ts';
import type { AlertView, TileView } from '#core/view.ts';
import { byUrgency } from '#core/view/by-urgency.ts';
import { isReadAt } from '#core/message.ts';
import type { Message } from '#core/message.ts';
import { isNews } from '../calling/call-words.ts';
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
  /** A provider is called by a person, or was and comes. */
  | {
      readonly kind: 'call';
      readonly id: string;
      readonly tile: TileView;
      readonly call: NonNullable<TileView['providerCall']>;
    }
  /** A line from the chair that nobody here has read. */
  | { readonly kind: 'line'; readonly id: string; readonly tile: TileView; readonly message: Message }
  /** A provider is asked. */
  | { readonly kind: 'asks'; readonly id: string; readonly tile: TileView; readonly text: string };

/** Of a chair elsewhere, or of what is seen of it: shown among the others with the clinic's name, and answered there alone. */
export interface FurtherNeed {
  readonly id: string;
  readonly need: Need;
  /** Absent: it is of this station itself, and answered here. */
  readonly clinic?: string;
  /** By the clock of its clinic. */
  readonly now: number;
  /** No connection to that clinic. */
  readonly lost: boolean;
}

/** An emergency, and what is high and nobody acknowledged: before everything else, wherever it is. */
export const isPressing = (need: Need): boolean =>
  need.kind === 'emergency' ||
  (need.kind === 'alert' &&
    need.alert.priority === 'high' &&
    (need.chairs ?? [need]).some(({ alert }) => alert.acknowledged === undefined));

export function needs(tiles: readonly TileView[], now: number): readonly Need[] {
  const { floods, rest } = floodsOf(tiles);
  const alerts = [
    ...rest.map(({ tile, alert }) => ({ kind: 'alert' as const, id: alert.alertId, tile, alert })),
    ...floods.flatMap(({ id, alert, chairs }) => {
      const tile = chairs[0]?.tile;
      return tile ? [{ kind: 'alert' as const, id, tile, alert, chairs }] : [];
    }),
  ].toSorted((a, b) => byUrgency(a.alert, b.alert));
  const calls = tiles
    .flatMap((tile) => {
      const call = tile.phase?.name === 'ended' ? null : tile.providerCall;
      return call && isNews(call, now) ? [{ kind: 'call' as const, id: call.callId, tile, call }] : [];
    })
    .toSorted((a, b) => a.call.at - b.call.at);
  const open = calls.filter(({ call }) => call.answered === undefined);
  return [
    ...tiles
      .flatMap((tile) =>
        tile.emergencySince === null
          ? []
          : [{ kind: 'emergency' as const, id: `emergency-${tile.chair.chairId}`, tile, since: tile.emergencySince }],
      )
      .toSorted((a, b) => a.since - b.since),
    ...alerts.filter(({ alert }) => alert.priority === 'high'),
    ...open,
    ...alerts.filter(({ alert }) => alert.priority !== 'high'),
    ...tiles
      .flatMap((tile) =>
        tile.unread.flatMap((message) =>
          isReadAt(message, 'station') ? [{ kind: 'line' as const, id: message.messageId, tile, message }] : [],
        ),
      )
      .toSorted((a, b) => a.message.at - b.message.at),
    ...tiles
      .flatMap((tile) => tile.latched.map((mark) => ({ kind: 'mark' as const, id: mark.alertId, tile, mark })))
      .toSorted((a, b) => a.mark.onsetAt - b.mark.onsetAt),
    ...tiles.flatMap((tile) => {
      const text = asks(tile, now);
      return text === null ? [] : [{ kind: 'asks' as const, id: `asks-${tile.chair.chairId}`, tile, text }];
    }),
    ...calls.filter(({ call }) => call.answered !== undefined),
  ];
}

interface SeenCommand {
  readonly visitId: string;
  readonly command: CommandOf<'alert:acknowledge' | 'mark:clear' | 'provider:answer' | 'message:read'>;
}

/** The one tap of a need: "Seen by me", "I am coming", "Read". Of a flood every alert that nobody has acknowledged yet. */
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
    case 'call': {
      const { visitId } = need.tile;
      return visitId === null || need.call.answered ? [] : [{ visitId, command: { type: 'provider:answer' } }];
    }
    case 'line': {
      const { visitId } = need.tile;
      const { messageId } = need.message;
      return visitId === null ? [] : [{ visitId, command: { type: 'message:read', messageId } }];
    }
    case 'emergency':
    case 'asks':
      return [];
  }
}

/** What a page watches, and stops watching. Whether it may was asked before (screen-guard.ts). */
import { chairSeen, maySee } from '#core/access/may-see.ts';
import type { Seen } from '#core/access/may-see.ts';
import { reachOf } from '#core/access/reach.ts';
import { refuse } from '#core/refusal.ts';
import type { ScreenToServer } from '#protocol/screen-events.ts';
import type { ScreenPayload } from '#protocol/screen-schemas.ts';
import type { Clinic } from '../clinic.ts';
import type { Audience } from './audience.ts';
import type { PlethAudience, PlethScreen } from './pleth-audience.ts';
import type { Responders } from './respond.ts';
import type { ScreenFeed } from './screen-feed.ts';
import type { ScreenPerson } from './screen-person.ts';
import type { SignalWatch } from './signal-audience.ts';

export type WatchRequest =
  | 'chair:watch'
  | 'chair:unwatch'
  | 'station:watch'
  | 'tiles:watch'
  | 'tiles:unwatch'
  | 'beside:watch'
  | 'beside:unwatch'
  | 'device:watch'
  | 'device:unwatch'
  | 'pleth:watch'
  | 'pleth:unwatch';

/** What this socket watches, and where it is listed for it. */
export interface Watching {
  /** Of the socket. */
  readonly connection: string;
  readonly feed: ScreenFeed;
  readonly audience: Audience;
  readonly signals: SignalWatch;
  readonly wave: PlethScreen;
  readonly waves: PlethAudience;
}

const nothing = { ok: true, data: null } as const;

export function watchResponders(
  clinic: Clinic,
  { connection, feed, audience, signals, wave, waves }: Watching,
): Responders<Pick<ScreenToServer, WatchRequest>, { readonly [E in WatchRequest]: ScreenPayload<E> }> {
  return {
    'chair:watch': ({ chairId }) => {
      const view = clinic.board.view(chairId);
      if (!view) return noChair(chairId);
      audience.join(chairId, feed);
      return { ok: true, data: feed.watchChair(view) };
    },
    'chair:unwatch': ({ chairId }) => {
      audience.leave(chairId, feed);
      feed.unwatchChair(chairId);
      clinic.sound.gone(connection, chairId);
      return nothing;
    },
    'station:watch': () => {
      audience.joinTiles(feed);
      return { ok: true, data: feed.watchStation(clinic.board.views) };
    },
    'tiles:watch': () => {
      audience.joinTiles(feed);
      return { ok: true, data: feed.watchTiles(clinic.board.views) };
    },
    'tiles:unwatch': () => {
      if (feed.unwatchTiles()) audience.leaveTiles(feed);
      return nothing;
    },
    'beside:watch': () => {
      audience.joinBeside(feed);
      return { ok: true, data: feed.watchBeside(clinic.board.views) };
    },
    'beside:unwatch': () => {
      audience.leaveBeside(feed);
      feed.unwatchBeside();
      return nothing;
    },
    'device:watch': ({ deviceId }) => signals.watch(clinic.site, deviceId),
    'device:unwatch': ({ deviceId }) => {
      signals.unwatch(deviceId);
      return nothing;
    },
    'pleth:watch': ({ chairId }) => {
      if (!clinic.board.view(chairId)) return noChair(chairId);
      if (!feed.watches(chairId))
        return refuse('not-allowed', 'This screen does not watch that chair: send chair:watch first.');
      waves.join(chairId, wave);
      return nothing;
    },
    'pleth:unwatch': ({ chairId }) => {
      waves.leave(chairId, wave);
      return nothing;
    },
  };
}

/** What this page was shown and may not be any more. A lock alone takes nothing away: vitals and alerts go on. */
export function endWhatIsNotSeen(
  clinic: Clinic,
  { connection, feed, audience, signals, wave, waves }: Watching,
  person: ScreenPerson,
): void {
  const { place } = person;
  const sees = (seen: Seen): boolean => maySee({ ...person.viewer, locked: false }, seen).ok;
  for (const chairId of feed.chairs) {
    if (sees(chairSeen(reachOf(place, chairId)))) continue;
    audience.leave(chairId, feed);
    waves.leave(chairId, wave);
    feed.unwatchChair(chairId);
    clinic.sound.gone(connection, chairId);
  }
  if (!sees('tiles') && feed.isStation) clinic.sound.gone(connection);
  if (!sees('tiles')) {
    audience.leaveTiles(feed);
    feed.leaveStation();
  }
  if (!sees('beside')) {
    audience.leaveBeside(feed);
    feed.unwatchBeside();
  }
  if (!sees('signal')) signals.gone();
}

const noChair = (chairId: string) =>
  refuse('not-found', `There is no chair "${chairId}": choose one on the station, or add it in Settings.`);

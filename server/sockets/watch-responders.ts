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
      leaveBeside({ feed, audience });
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
export function endWhatIsNotSeen(clinic: Clinic, watching: Watching, person: ScreenPerson): void {
  const { place } = person;
  const sees = (seen: Seen): boolean => maySee({ ...person.viewer, locked: false }, seen).ok;
  for (const chairId of watching.feed.chairs)
    if (!sees(chairSeen(reachOf(place, chairId)))) leaveChair(clinic, watching, chairId);
  if (!sees('tiles')) leaveTiles(clinic, watching);
  if (!sees('beside')) leaveBeside(watching);
  if (!sees('signal')) watching.signals.gone();
}

/** A page that asks anew and is refused shows nothing of it any more: it must not keep the sound of what it does not see. */
export function endRefusedWatch(
  clinic: Clinic,
  watching: Watching,
  request: keyof ScreenToServer,
  payload: object,
): void {
  if (request === 'chair:watch' && 'chairId' in payload) leaveChair(clinic, watching, String(payload.chairId));
  if (request === 'station:watch' || request === 'tiles:watch') leaveTiles(clinic, watching);
  if (request === 'beside:watch') leaveBeside(watching);
}

function leaveChair(clinic: Clinic, { connection, feed, audience, wave, waves }: Watching, chairId: string): void {
  if (!feed.watches(chairId)) return;
  audience.leave(chairId, feed);
  waves.leave(chairId, wave);
  feed.unwatchChair(chairId);
  clinic.sound.gone(connection, chairId);
}

function leaveTiles(clinic: Clinic, { connection, feed, audience }: Watching): void {
  if (feed.isStation) clinic.sound.gone(connection);
  audience.leaveTiles(feed);
  feed.leaveStation();
}

function leaveBeside({ feed, audience }: Pick<Watching, 'feed' | 'audience'>): void {
  audience.leaveBeside(feed);
  feed.unwatchBeside();
}

const noChair = (chairId: string) =>
  refuse('not-found', `There is no chair "${chairId}": choose one on the station, or add it in Settings.`);

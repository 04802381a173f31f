/** The `/screens` namespace: pages that watch chairs and the people who act on them. */
import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import type { DefaultEventsMap, Namespace, Socket } from 'socket.io';
import type { Actor } from '#core/actor.ts';
import { NOBODY_NAMED } from '#core/nobody-named.ts';
import { mayLeave } from '#core/care/who-has.ts';
import type { Duration } from '#core/reading.ts';
import { refuse } from '#core/refusal.ts';
import type { Refusal } from '#core/refusal.ts';
import type { ScreenHandshake, ScreenToServer, ServerToScreen, SignedIn } from '#protocol/screen-events.ts';
import { screenHandshakeSchema, screenSchemas } from '#protocol/screen-schemas.ts';
import type { ScreenPayload } from '#protocol/screen-schemas.ts';
import type { Access } from '../access/access.ts';
import { auditedSocket, refusedConnection, screenSource } from '../audit/audited.ts';
import type { Clinic } from '../clinic.ts';
import { screenMeter } from '../edge/socket-budgets.ts';
import type { History } from '../history/history.ts';
import { Audience } from './audience.ts';
import { Backlog } from './backlog.ts';
import { Followers, followResponders } from './followers.ts';
import type { Follower, FollowRequest } from './followers.ts';
import { handshakeError, readHandshake } from './handshake.ts';
import { historyResponders } from './history-responders.ts';
import type { HistoryRequest } from './history-responders.ts';
import { PlethAudience } from './pleth-audience.ts';
import type { PlethScreen } from './pleth-audience.ts';
import { respond } from './respond.ts';
import type { Responders } from './respond.ts';
import { ScreenFeed } from './screen-feed.ts';
import { SignalWatch } from './signal-audience.ts';
import { soundResponders } from './sound-responders.ts';
import type { SoundRequest } from './sound-responders.ts';
import { atMostEvery } from './soon.ts';

type ScreenPayloads = { readonly [Event in keyof ScreenToServer]: ScreenPayload<Event> };

/** Half of what makes a screen be behind: a wave must never be what its vitals wait for. */
const WAVE_BEHIND_FROM = 8;
/** Adapters that come and go together are told once. */
const SITE_EVERY_MS: Duration = 200;

interface ScreenSession {
  readonly screenId: string;
  sessionId?: string;
  staff: SignedIn | undefined;
}
type ScreenSocket = Socket<ScreenToServer, ServerToScreen, DefaultEventsMap, ScreenSession>;
export type ScreenNamespace = Namespace<ScreenToServer, ServerToScreen, DefaultEventsMap, ScreenSession>;

export interface ScreensOptions {
  readonly clinic: Clinic;
  readonly access?: Access | undefined;
  readonly history: History | undefined;
  readonly log: Logger;
  /** Of the pages this server serves; a page of another is told to load again. Undefined: any. */
  readonly build: string | undefined;
  readonly closed: () => Refusal | undefined;
}

export interface Screens {
  /** Clinic time to every screen; a screen that is behind has no use for a beat that waits. */
  beat(): void;
  stopping(): void;
}

export function serveScreens(
  namespace: ScreenNamespace,
  { clinic, access, history, log, build, closed }: ScreensOptions,
): Screens {
  const open = new Map<string, { readonly socket: ScreenSocket; readonly wire: Backlog }>();
  const audience = new Audience();
  const followers = new Followers();
  const waves = new PlethAudience();
  const sendBeat = (socket: ScreenSocket): void =>
    void socket.emit('clock:beat', { now: clinic.now, rate: clinic.rate });

  namespace.use((socket, next) => {
    const hello = readHandshake<ScreenHandshake>(socket.handshake.auth, {
      schema: screenHandshakeSchema,
      majorsBack: 0,
      what: 'page',
    });
    const refusal = hello.ok ? otherBuild(hello.value.build, build) : hello.refusal;
    if (refusal) {
      clinic.counters.refused('handshakes', refusal);
      refusedConnection(clinic.audit, 'screens', socket.handshake.address, refusal);
      return next(handshakeError(refusal));
    }
    if (hello.ok) socket.data = { screenId: hello.value.screenId, staff: undefined };
    next();
  });

  namespace.on('connection', (socket) => {
    const wire = new Backlog(socket.conn, () => feed.flush());
    const feed = new ScreenFeed({
      get isBehind() {
        return wire.isBehind;
      },
      sendChair: (patch) => void socket.emit('chair:patch', patch),
      sendTile: (patch) => void socket.emit('tile:patch', patch),
      sendBeside: (patch) => void socket.emit('beside:patch', patch),
    });
    const signals = new SignalWatch(clinic.signals, (reading) => {
      if (!wire.isBehind) socket.emit('device:reading', reading);
    });
    const wave: PlethScreen = {
      get isBehind() {
        return wire.waiting >= WAVE_BEHIND_FROM;
      },
      // Not socket.io's `volatile`: it drops a packet also when one for another was written in the same turn.
      send: (packet) => void socket.emit('pleth:packet', packet),
    };
    const follower: Follower = {
      get isBehind() {
        return wire.isBehind;
      },
      watches: (chairId) => feed.watches(chairId),
      send: (events) => void socket.emit('visit:events', events),
    };
    open.set(socket.id, { socket, wire });
    socket.on('disconnect', () => {
      open.delete(socket.id);
      audience.gone(feed);
      followers.gone(follower);
      waves.gone(wave);
      signals.gone();
      clinic.sound.gone(socket.id);
    });
    respond<ScreenToServer, ScreenPayloads>(
      socket,
      screenSchemas,
      {
        ...responders({ clinic, access }, socket, { feed, audience, signals, wave, waves }),
        ...followResponders(clinic, followers, follower),
        ...historyResponders({ history, log, screenId: socket.data.screenId, staff: () => socket.data.staff }),
        ...soundResponders(clinic, {
          connection: socket.id,
          screenId: socket.data.screenId,
          feed,
          actor: () => actorOf(socket.data),
        }),
      },
      {
        log,
        closed,
        onMalformed: (refusal) => clinic.counters.refused('messages', refusal),
        admit: screenMeter(socket, { counters: clinic.counters, log }).admit,
        ...auditedSocket(clinic, () => screenSource(clinic, socket.data.screenId, actorOf(socket.data))),
      },
    );
    sendBeat(socket);
    socket.emit('site:changed', clinic.siteView);
  });

  clinic.pleth.subscribe((packet) => waves.publish(packet));
  clinic.onVisitEvents(({ visitId, chairId }, shown) => followers.tell(chairId, { visitId, ...shown }));
  clinic.board.subscribe((view, patch) => audience.publish(view, patch));
  // The same for all: encoded once.
  clinic.onSiteChanged(atMostEvery(SITE_EVERY_MS, () => namespace.emit('site:changed', clinic.siteView)));
  clinic.onScheduleChanged(atMostEvery(SITE_EVERY_MS, () => namespace.emit('schedule:changed')));

  return {
    beat() {
      for (const { socket, wire } of open.values()) if (!wire.isBehind) sendBeat(socket);
    },
    stopping() {
      namespace.emit('server:stopping');
    },
  };
}

/** What this socket watches, and where it is listed for it. */
interface Watching {
  readonly feed: ScreenFeed;
  readonly audience: Audience;
  readonly signals: SignalWatch;
  readonly wave: PlethScreen;
  readonly waves: PlethAudience;
}

function responders(
  { clinic, access }: Pick<ScreensOptions, 'clinic' | 'access'>,
  socket: ScreenSocket,
  { feed, audience, signals, wave, waves }: Watching,
): Omit<Responders<ScreenToServer, ScreenPayloads>, FollowRequest | HistoryRequest | SoundRequest> {
  const actor = (): Actor => actorOf(socket.data);
  const nothing = { ok: true, data: null } as const;
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
      clinic.sound.gone(socket.id, chairId);
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
    'device:watch': ({ deviceId }) => signals.watch(clinic.site, deviceId, socket.data.staff !== undefined),
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
    'staff:choose': ({ name, role }) => {
      const staff: SignedIn = { staffId: staffIdOf(name, role), name, role };
      socket.data.staff = staff;
      return { ok: true, data: staff };
    },
    'staff:session': ({ ticket }) => {
      const session = access?.redeem(ticket, socket.data.screenId);
      if (!session) return refuse('signed-out', 'This sign-in is too old: sign in again.');
      socket.data.sessionId = session.sessionId;
      socket.data.staff = session.staff;
      return { ok: true, data: session.staff };
    },
    'staff:active': () => {
      if (socket.data.sessionId !== undefined) access?.active(socket.data.sessionId);
      return nothing;
    },
    'staff:leave': ({ staysInCharge }) => {
      const { staff } = socket.data;
      for (const chairId of staff ? feed.ownChairs : []) {
        const view = clinic.board.view(chairId);
        const left = view && staff ? mayLeave(view, staff.name, staysInCharge) : undefined;
        if (left?.ok === false) return left;
      }
      socket.data.staff = undefined;
      return nothing;
    },
    'visit:open': ({ commandId, ...request }) => clinic.openVisit(request, actor(), commandId),
    'visit:begin': ({ commandId, ...request }) => clinic.openVisit(request, actor(), commandId),
    'schedule:day': (day) =>
      socket.data.staff ? { ok: true, data: clinic.schedule(day) } : refuse('not-allowed', NOBODY_NAMED),
    'visit:namesakes': ({ visitId }) =>
      socket.data.staff
        ? { ok: true, data: { patients: clinic.namesakes(visitId) } }
        : refuse('not-allowed', NOBODY_NAMED),
    'waiting:names': () =>
      socket.data.staff ? { ok: true, data: { visits: clinic.waitingNames } } : refuse('not-allowed', NOBODY_NAMED),
    'orders:unsigned': () =>
      socket.data.staff ? { ok: true, data: { visits: clinic.unsigned } } : refuse('not-allowed', NOBODY_NAMED),
    'visit:where': ({ visitId }) => ({ ok: true, data: { chairId: clinic.chairOf(visitId) ?? null } }),
    'visit:command': ({ commandId, visitId, command, tappedAt, from }) =>
      clinic.command(visitId, command, {
        actor: actor(),
        place: from ?? (feed.isStation ? 'station' : 'chair'),
        commandId,
        ...(tappedAt !== undefined && { tappedAt }),
      }),
    'visit:join': ({ commandId, visitId, ...told }) =>
      clinic.join(visitId, told, {
        actor: actor(),
        screenId: socket.data.screenId,
        commandId,
        watches: (chairId) => feed.watches(chairId),
      }),
    'site:command': ({ commandId, command }) => clinic.siteCommand(command, { actor: actor(), commandId }),
  };
}

const actorOf = ({ screenId, staff }: ScreenSession): Actor =>
  staff ? { kind: 'staff', ...staff, screenId } : { kind: 'screen', screenId };

const noChair = (chairId: string) =>
  refuse('not-found', `There is no chair "${chairId}": choose one on the station, or add it in Settings.`);

/** Until staff have records of their own: the same name and role are the same person. */
function staffIdOf(name: string, role: string): string {
  return `staff-${createHash('sha256')
    .update(JSON.stringify([name, role]))
    .digest('hex')
    .slice(0, 16)}`;
}

function otherBuild(theirs: string, ours: string | undefined): Refusal | undefined {
  if (ours === undefined || theirs === ours) return undefined;
  return refuse('other-build', 'This page is of another version of Vigil than the server: load the page again.')
    .refusal;
}

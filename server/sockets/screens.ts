/** The `/screens` namespace: pages that watch chairs and the people who act on them. */
import type { Logger } from 'pino';
import type { DefaultEventsMap, Namespace, Socket } from 'socket.io';
import type { Duration } from '#core/reading.ts';
import type { Refusal } from '#core/refusal.ts';
import type { ScreenToServer, ServerToScreen } from '#protocol/screen-events.ts';
import { screenSchemas } from '#protocol/screen-schemas.ts';
import type { ScreenPayload } from '#protocol/screen-schemas.ts';
import type { Access } from '../access/access.ts';
import { auditResponders } from '../audit/audit-responders.ts';
import { auditedSocket, screenSource } from '../audit/audited.ts';
import type { Clinic } from '../clinic.ts';
import { isOf } from '../clinic/share.ts';
import type { Share } from '../clinic/share.ts';
import { screenMeter } from '../edge/socket-budgets.ts';
import type { History } from '../history/history.ts';
import { actResponders } from './act-responders.ts';
import { Audience } from './audience.ts';
import { Backlog } from './backlog.ts';
import { enteringPage, turnedAway } from './enter-page.ts';
import { Followers, followResponders } from './followers.ts';
import type { Follower } from './followers.ts';
import { historyResponders } from './history-responders.ts';
import type { FhirExchange } from '../fhir/fhir-exchange.ts';
import type { Retention } from '../keeping/retention.ts';
import { exchangeResponders } from './exchange-responders.ts';
import { keepingResponders } from './keeping-responders.ts';
import { PlethAudience } from './pleth-audience.ts';
import type { PlethScreen } from './pleth-audience.ts';
import { respond } from './respond.ts';
import { ScreenFeed } from './screen-feed.ts';
import { SignalWatch } from './signal-audience.ts';
import { screenGuard, guarded } from './screen-guard.ts';
import type { ScreenPerson } from './screen-person.ts';
import { soundResponders } from './sound-responders.ts';
import { atMostEvery } from './soon.ts';
import { staffResponders } from './staff-responders.ts';
import { endRefusedWatch, endWhatIsNotSeen, watchResponders } from './watch-responders.ts';
import { whatIfResponders } from './what-if-responders.ts';
import type { WhatIf } from '../what-if/what-if.ts';

type ScreenPayloads = { readonly [Event in keyof ScreenToServer]: ScreenPayload<Event> };

/** Half of what makes a screen be behind: a wave must never be what its vitals wait for. */
const WAVE_BEHIND_FROM = 8;
/** Adapters that come and go together are told once. */
const SITE_EVERY_MS: Duration = 200;

interface OfScreen {
  readonly person: ScreenPerson;
  readonly waits: boolean;
}
type ScreenSocket = Socket<ScreenToServer, ServerToScreen, DefaultEventsMap, OfScreen>;
export type ScreenNamespace = Namespace<ScreenToServer, ServerToScreen, DefaultEventsMap, OfScreen>;

interface OpenScreen {
  readonly socket: ScreenSocket;
  readonly wire: Backlog;
  /** Of the connection, counted up. */
  readonly number: number;
  /** Who is at it, or where it is enrolled, is another by now. */
  accessChanged(): void;
}

export interface ScreensOptions {
  readonly clinic: Clinic;
  readonly access: Access;
  readonly history: History | undefined;
  readonly retention: Retention | undefined;
  readonly whatIf: WhatIf | undefined;
  /** Undefined: no FHIR server is set. */
  readonly fhir: FhirExchange | undefined;
  readonly log: Logger;
  /** Of the pages this server serves; a page of another is told to load again. Undefined: any. */
  readonly build: string | undefined;
  readonly realNow: (() => number) | undefined;
  readonly closed: () => Refusal | undefined;
}

export interface Screens {
  /** Clinic time to the screens of this share; a screen that is behind has no use for a beat that waits. */
  beat(share: Share): void;
  stopping(): void;
  count(): ScreenCount;
}

/** `behind`: their wire is busy; they get merged changes until it is free. */
export interface ScreenCount {
  readonly connected: number;
  readonly behind: number;
}

export function serveScreens(
  namespace: ScreenNamespace,
  { clinic, access, history, retention, whatIf, fhir, log, build, realNow, closed }: ScreensOptions,
): Screens {
  const open = new Map<string, OpenScreen>();
  const audience = new Audience();
  const followers = new Followers();
  const waves = new PlethAudience();
  const { counters } = clinic;
  const { sent } = counters;
  let connections = 0;
  /** They came in this turn of the loop: what all of them are told is encoded once. */
  let newcomers: string[] = [];
  const greet = (): void => {
    namespace.to(newcomers).emit('site:changed', clinic.siteView);
    newcomers = [];
  };

  namespace.use((socket, next) => {
    const page = enteringPage(socket, access, build);
    if (!page.ok) return next(turnedAway(clinic, socket, page.refusal));
    socket.data = page.value;
    next();
  });

  namespace.on('connection', (socket) => {
    const wire = new Backlog(socket.conn, () => feed.flush());
    const feed = new ScreenFeed({
      get isBehind() {
        return wire.isBehind;
      },
      sendChair(patch) {
        sent.chair += 1;
        socket.emit('chair:patch', patch);
      },
      sendTiles(patches) {
        sent.tile += patches.length;
        const [patch] = patches;
        if (patch && patches.length === 1) socket.emit('tile:patch', patch);
        else socket.emit('tile:patches', patches);
      },
      sendBeside(patch) {
        sent.beside += 1;
        socket.emit('beside:patch', patch);
      },
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
    const { person } = socket.data;
    const watching = { connection: socket.id, feed, audience, signals, wave, waves };
    const ask = screenGuard(person, (visitId) => clinic.chairOf(visitId));
    const tell = (): void => void socket.emit('access:changed', person.told);
    open.set(socket.id, {
      socket,
      wire,
      number: connections++,
      accessChanged() {
        tell();
        endWhatIsNotSeen(clinic, watching, person);
        if (!person.isStranger) return;
        log.info(
          { screenId: person.screenId },
          'a screen is enrolled no more, and nobody is signed in there: it is closed',
        );
        socket.disconnect(true);
      },
    });
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
      guarded(
        {
          ...watchResponders(clinic, watching),
          ...staffResponders(clinic, { feed, person, tell }),
          ...actResponders(clinic, { feed, person }),
          ...followResponders(clinic, followers, follower),
          ...historyResponders({ history, log, screenId: person.screenId, staff: () => person.staff }),
          ...auditResponders({ history }),
          ...keepingResponders({ retention, staff: () => person.staff }),
          ...exchangeResponders({ fhir, staff: () => person.staff }),
          ...whatIfResponders({ whatIf, staff: () => person.staff }),
          ...soundResponders(clinic, {
            connection: socket.id,
            screenId: person.screenId,
            feed,
            actor: () => person.actor,
          }),
        },
        (request, payload) => {
          const refusal = ask(request, payload);
          if (refusal) endRefusedWatch(clinic, watching, request, payload);
          return refusal;
        },
      ),
      {
        log,
        closed,
        onMalformed: (refusal) => clinic.counters.refused('messages', refusal),
        admit: screenMeter(socket, { counters: clinic.counters, log, now: realNow }).admit,
        ...auditedSocket(clinic, () => screenSource(clinic, person.screenId, person.named)),
      },
    );
    // Before the beat: a page that is live knows who is at it.
    tell();
    sent.beat += 1;
    socket.emit('clock:beat', { now: clinic.now, rate: clinic.rate });
    if (newcomers.push(socket.id) === 1) setImmediate(greet);
    if (build !== undefined && socket.data.waits) socket.emit('server:build', build);
  });

  access.onChange((change) => {
    for (const { socket, accessChanged } of open.values()) if (socket.data.person.concerns(change)) accessChanged();
  });
  clinic.pleth.subscribe((packet) => waves.publish(packet));
  clinic.onVisitEvents(({ visitId, chairId }, shown) => followers.tell(chairId, { visitId, ...shown }));
  clinic.board.subscribe((view, patch) => {
    const beganAt = performance.now();
    audience.publish(view, patch);
    counters.fanOutMs.observe(performance.now() - beganAt);
  });
  // The same for all: encoded once.
  clinic.onSiteChanged(atMostEvery(SITE_EVERY_MS, () => namespace.emit('site:changed', clinic.siteView)));
  clinic.onScheduleChanged(atMostEvery(SITE_EVERY_MS, () => namespace.emit('schedule:changed')));

  return {
    beat(share) {
      const due: string[] = [];
      for (const { socket, wire, number } of open.values()) {
        if (!isOf(share, number)) continue;
        if (!wire.isBehind) due.push(socket.id);
        else counters.beatsLeftOut += 1;
      }
      // The same for all: encoded once.
      if (due.length > 0) namespace.to(due).emit('clock:beat', { now: clinic.now, rate: clinic.rate });
      sent.beat += due.length;
    },
    stopping() {
      namespace.emit('server:stopping');
    },
    count: () => ({ connected: open.size, behind: [...open.values()].filter(({ wire }) => wire.isBehind).length }),
  };
}

/**
 * The `/group` namespace of one clinic: publishes its own chairs to the stations of others, and lets its own stations hear those of the
 * clinics that admit them (docs/SPEC.md, ND).
 */
import type { Logger } from 'pino';
import type { DefaultEventsMap, Namespace } from 'socket.io';
import { maySeeClinics } from '#core/access/may-see-clinics.ts';
import type { Duration } from '#core/reading.ts';
import { refuse } from '#core/refusal.ts';
import type { Refusal } from '#core/refusal.ts';
import { roomOf } from '#protocol/group-events.ts';
import type { BetweenClinics, GroupClinic, GroupToServer, ServerToGroup } from '#protocol/group-events.ts';
import { groupSchemas, wantSchema } from '#protocol/group-schemas.ts';
import type { GroupPayload } from '#protocol/group-schemas.ts';
import { parse } from '#protocol/malformed.ts';
import type { Access } from '../access/access.ts';
import type { Clinic } from '../clinic.ts';
import { screenMeter } from '../edge/socket-budgets.ts';
import { enteringPage, turnedAway } from '../sockets/enter-page.ts';
import { respond } from '../sockets/respond.ts';
import type { GroupSite } from './group-site.ts';
import { GroupPublisher } from './publisher.ts';
import { WatchingPage } from './watching-page.ts';
import type { OfGroupPage } from './watching-page.ts';

/** Each clinic that is watched here is told so. */
const WANT_MS: Duration = 5_000;
/** Whether they still admit this clinic's stations. */
const CHECK_MS: Duration = 60_000;
/** Checks in a row that PostgreSQL did not answer, after which nobody is known to be admitted. */
const UNANSWERED = 2;

export type GroupNamespace = Namespace<GroupToServer, ServerToGroup, BetweenClinics & DefaultEventsMap, OfGroupPage>;

export interface GroupOptions {
  readonly group: GroupSite;
  readonly clinic: Clinic;
  readonly access: Access;
  readonly log: Logger;
  readonly build: string | undefined;
  readonly realNow: (() => number) | undefined;
  readonly closed: () => Refusal | undefined;
  readonly monotonic?: () => number;
}

export interface GroupStations {
  /** Called each second. */
  beat(): void;
  stop(): void;
}

export function serveGroup(
  namespace: GroupNamespace,
  { group, clinic, access, log, build, realNow, closed, monotonic = () => performance.now() }: GroupOptions,
): GroupStations {
  const pages = new Map<string, WatchingPage>();
  const publisher = new GroupPublisher({
    siteId: group.siteId,
    run: group.run,
    clock: clinic,
    views: () => clinic.site.chairs.flatMap(({ chairId }) => clinic.board.view(chairId) ?? []),
    mayPublish: () => closed() === undefined && (group.mayPublish?.() ?? true),
    send: {
      chairs: (chairs) => void room().emit('group:chairs', chairs),
      tiles: (tiles) => void room().emit('group:tiles', tiles),
      beat: (beat) => void room().emit('group:beat', beat),
    },
    monotonic,
  });
  const room = () => namespace.to(roomOf(group.siteId));
  const want = (siteIds: Iterable<string>, whole: boolean): void => {
    for (const siteId of siteIds) namespace.serverSideEmit('group:want', { siteId, whole });
  };
  let wantedAt = -Infinity;
  let checkedAt = monotonic();
  let unanswered = 0;

  const admitting = async (): Promise<readonly GroupClinic[]> =>
    (await group.maySee()).filter(({ siteId }) => siteId !== group.siteId);
  const show = (page: WatchingPage, clinics: readonly GroupClinic[]): void => {
    if (!page.isOther(clinics)) return;
    const added = page.watch(clinics);
    page.socket.emit('group:clinics', { clinics });
    want(added, true);
  };
  const refusedNow = ({ socket }: WatchingPage): Refusal | undefined => {
    const seen = maySeeClinics(socket.data.person.viewer);
    return seen.ok ? undefined : seen.refusal;
  };
  const end = (page: WatchingPage, why: Refusal): void => {
    pages.delete(page.socket.id);
    log.info({ screenId: page.socket.data.person.screenId }, 'a page sees other clinics no more');
    page.close(why);
  };
  const look = (): void => {
    for (const page of [...pages.values()]) {
      const why = refusedNow(page);
      if (why) end(page, why);
    }
  };
  async function check(): Promise<void> {
    const clinics = await admitting().catch((error: unknown) => {
      log.warn({ err: error }, 'which clinics admit this one is not known now');
      return undefined;
    });
    unanswered = clinics ? 0 : unanswered + 1;
    if (clinics) for (const page of pages.values()) show(page, clinics);
    else if (unanswered >= UNANSWERED) for (const page of pages.values()) show(page, []);
  }

  namespace.use((socket, next) => {
    const page = enteringPage(socket, access, build);
    if (!page.ok) return next(turnedAway(clinic, socket, page.refusal));
    const { person } = page.value;
    const seen = maySeeClinics(person.viewer);
    if (!seen.ok) return next(turnedAway(clinic, socket, seen.refusal));
    socket.data = { person };
    next();
  });

  namespace.on('connection', (socket) => {
    const page = new WatchingPage(socket, (siteIds) => want(siteIds, true));
    pages.set(socket.id, page);
    socket.on('disconnect', () => pages.delete(socket.id));
    respond<GroupToServer, { readonly [E in keyof GroupToServer]: GroupPayload<E> }>(
      socket,
      groupSchemas,
      {
        'group:watch': async () => {
          const clinics = await admitting();
          // Time has passed: it may be another's by now.
          const why = pages.has(socket.id)
            ? refusedNow(page)
            : refuse('unavailable', 'The connection is closed.').refusal;
          if (why) return { ok: false, refusal: why };
          page.watch(clinics);
          want(page.siteIds, true);
          return { ok: true, data: { clinics } };
        },
        'group:ask': ({ siteId }) => {
          if (!page.watches(siteId)) return refuse('not-allowed', 'This page does not see that clinic.');
          want([siteId], true);
          return { ok: true, data: null };
        },
      },
      {
        log,
        closed,
        onMalformed: (refusal) => clinic.counters.refused('messages', refusal),
        admit: screenMeter(socket, { counters: clinic.counters, log, now: realNow }).admit,
      },
    );
  });
  namespace.on('group:want', (payload: unknown) => {
    const wanted = parse(wantSchema, payload, 'group:want');
    if (wanted.ok && wanted.value.siteId === group.siteId) publisher.wanted(wanted.value.whole);
  });
  const stopWatching = [
    access.onChange((change) => {
      for (const page of [...pages.values()]) {
        const why = page.socket.data.person.concerns(change) ? refusedNow(page) : undefined;
        if (why) end(page, why);
      }
    }),
    clinic.board.subscribe((view, patch) => publisher.changed(view, patch)),
  ];

  return {
    beat() {
      publisher.beat();
      look();
      for (const page of pages.values()) page.letWait();
      const now = monotonic();
      if (pages.size > 0 && now - wantedAt >= WANT_MS) {
        wantedAt = now;
        want(new Set([...pages.values()].flatMap(({ siteIds }) => siteIds)), false);
      }
      if (now - checkedAt >= CHECK_MS) {
        checkedAt = now;
        if (pages.size > 0) void check();
      }
    },
    stop() {
      for (const stop of stopWatching) stop();
      publisher.dispose();
    },
  };
}

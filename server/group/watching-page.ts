/** A station's page that may see other clinics: the rooms it is in, left at once when it may not, and for a while when it is slow. */
import type { Refusal } from '#core/refusal.ts';
import type { GroupClinic, GroupToServer, ServerToGroup } from '#protocol/group-events.ts';
import { roomOf } from '#protocol/group-events.ts';
import type { DefaultEventsMap, Socket } from 'socket.io';
import { Backlog } from '../sockets/backlog.ts';
import type { ScreenPerson } from '../sockets/screen-person.ts';

/** More than a minute of a large clinic's messages: it is not shown late, it is shown again. */
const SLOW_FROM = 256;

export interface OfGroupPage {
  readonly person: ScreenPerson;
}
export type GroupSocket = Socket<GroupToServer, ServerToGroup, DefaultEventsMap, OfGroupPage>;

export class WatchingPage {
  readonly socket: GroupSocket;
  readonly #backlog: Backlog;
  #clinics: readonly GroupClinic[] = [];
  #isSlow = false;

  /** @param onWhole these follow whole */
  constructor(socket: GroupSocket, onWhole: (siteIds: readonly string[]) => void) {
    this.socket = socket;
    this.#backlog = new Backlog(socket.conn, () => {
      if (!this.#isSlow) return;
      this.#isSlow = false;
      void socket.join(this.#clinics.map(({ siteId }) => roomOf(siteId)));
      onWhole(this.siteIds);
    });
  }

  get siteIds(): readonly string[] {
    return this.#clinics.map(({ siteId }) => siteId);
  }

  watches(siteId: string): boolean {
    return this.#clinics.some((clinic) => clinic.siteId === siteId);
  }

  /** These, and no others. @returns those that it did not watch before */
  watch(clinics: readonly GroupClinic[]): readonly string[] {
    const before = this.siteIds;
    this.#clinics = clinics;
    for (const siteId of before) if (!this.watches(siteId)) void this.socket.leave(roomOf(siteId));
    const added = this.siteIds.filter((siteId) => !before.includes(siteId));
    if (!this.#isSlow) void this.socket.join(added.map(roomOf));
    return added;
  }

  isOther(clinics: readonly GroupClinic[]): boolean {
    return JSON.stringify(clinics) !== JSON.stringify(this.#clinics);
  }

  /** A page that takes nothing must not fill this server's memory. */
  letWait(): void {
    if (this.#isSlow || this.#backlog.waiting < SLOW_FROM) return;
    this.#isSlow = true;
    for (const siteId of this.siteIds) void this.socket.leave(roomOf(siteId));
  }

  close(why: Refusal): void {
    this.watch([]);
    this.socket.emit('group:closed', why);
    this.socket.disconnect(true);
  }
}

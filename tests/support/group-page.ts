/** A station's page for other clinics, without pixels: a real socket of `/group`, followed as a page follows it. */
import { io } from 'socket.io-client';
import type { Socket } from 'socket.io-client';
import type { Answer } from '#protocol/answer.ts';
import { GROUP_NAMESPACE } from '#protocol/group-events.ts';
import type { GroupChairs, GroupClinic, GroupToServer, ServerToGroup } from '#protocol/group-events.ts';
import type { Refusal } from '#core/refusal.ts';
import { SOCKET_PATH } from '#protocol/version.ts';
import { FollowedClinic } from '../../src/lib/group/followed-clinic.ts';
import { pageHandshake } from '../../src/lib/live/page-handshake.ts';
import type { TestScreen } from './test-screen.ts';

export class GroupPage {
  readonly socket: Socket<ServerToGroup, GroupToServer>;
  /** Every message, as it came. */
  readonly heard: { readonly event: string; readonly payload: unknown }[] = [];
  readonly followed = new Map<string, FollowedClinic>();
  clinics: readonly GroupClinic[] = [];
  closed: Refusal | undefined;
  /** Messages that are thrown away on their way. */
  losing = false;
  /** So many were. */
  lost = 0;
  readonly #waiting = new Set<() => void>();

  private constructor(socket: Socket<ServerToGroup, GroupToServer>) {
    this.socket = socket;
    socket.on('group:clinics', ({ clinics }) => this.#see(clinics));
    socket.on('group:closed', (why) => {
      this.closed = why;
      this.#see([]);
    });
    socket.on('group:chairs', (chairs) => this.#take('group:chairs', chairs, (of, at) => of.takeChairs(chairs, at)));
    socket.on('group:tiles', (tiles) => this.#take('group:tiles', tiles, (of, at) => of.takeTiles(tiles, at)));
    socket.on('group:beat', (beat) => this.#take('group:beat', beat, (of, at) => of.takeBeat(beat, at)));
    socket.on('disconnect', () => this.#changed());
  }

  /** At the screen of whoever is signed in there. Rejects with the server's refusal in `data` when it is not let in. */
  static async at(screen: TestScreen): Promise<GroupPage> {
    const socket: Socket<ServerToGroup, GroupToServer> = io(`http://127.0.0.1:${screen.port}${GROUP_NAMESPACE}`, {
      path: SOCKET_PATH,
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      extraHeaders: { cookie: screen.cookie },
      auth: { ...pageHandshake('test') },
    });
    const page = new GroupPage(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', (error) => {
        socket.close();
        reject(error);
      });
    });
    return page;
  }

  async watch(): Promise<readonly GroupClinic[]> {
    const answer = await this.ask('group:watch', {});
    if (!answer.ok) throw new Error(answer.refusal.message);
    this.#see((answer.data as { readonly clinics: readonly GroupClinic[] }).clinics);
    return this.clinics;
  }

  ask(event: keyof GroupToServer, payload: object): Promise<Answer<unknown>> {
    const untyped = this.socket as unknown as Socket;
    return untyped.timeout(10_000).emitWithAck(event, payload) as Promise<Answer<unknown>>;
  }

  of(siteId: string): FollowedClinic {
    const clinic = this.followed.get(siteId);
    if (!clinic) throw new Error(`It does not see ${siteId}.`);
    return clinic;
  }

  /** As a page does four times a second. */
  check(): void {
    for (const clinic of this.followed.values())
      if (clinic.check(performance.now())) void this.ask('group:ask', { siteId: clinic.siteId }).catch(() => undefined);
  }

  /** Resolves at the first message after which it holds, or at once; the runner's time limit is the only other end. */
  until(holds: (page: this) => boolean): Promise<void> {
    return new Promise((resolve) => {
      const check = (): void => {
        if (!holds(this)) return;
        this.#waiting.delete(check);
        resolve();
      };
      this.#waiting.add(check);
      check();
    });
  }

  close(): void {
    this.socket.disconnect();
  }

  #see(clinics: readonly GroupClinic[]): void {
    this.clinics = clinics;
    for (const siteId of this.followed.keys())
      if (!clinics.some((clinic) => clinic.siteId === siteId)) this.followed.delete(siteId);
    for (const { siteId } of clinics)
      if (!this.followed.has(siteId)) this.followed.set(siteId, new FollowedClinic(siteId, performance.now()));
    this.#changed();
  }

  #take(event: string, payload: Pick<GroupChairs, 'siteId'>, take: (clinic: FollowedClinic, at: number) => void): void {
    if (this.losing) {
      this.lost += 1;
      return this.#changed();
    }
    this.heard.push({ event, payload });
    const clinic = this.followed.get(payload.siteId);
    if (clinic) take(clinic, performance.now());
    this.#changed();
  }

  #changed(): void {
    for (const check of [...this.#waiting]) check();
  }
}

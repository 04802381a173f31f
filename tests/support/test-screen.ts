/** A page without pixels: a real socket, views merged as a page merges them, and promises instead of sleeping. */
import { randomBytes, randomUUID } from 'node:crypto';
import { io } from 'socket.io-client';
import type { Socket } from 'socket.io-client';
import type { Role } from '#core/actor.ts';
import type { ChairView, TileView } from '#core/view.ts';
import type { Answer } from '#protocol/answer.ts';
import type {
  ChairPatch,
  ClockBeat,
  OpenVisit,
  ScreenAccess,
  ScreenToServer,
  ServerToScreen,
  SiteView,
  TilePatch,
  WireVisitCommand,
} from '#protocol/screen-events.ts';
import { PROTOCOL_VERSION, SCREENS_NAMESPACE, SOCKET_PATH } from '#protocol/version.ts';
import { cookieName } from '../../server/access/cookies.ts';
import { newToken, screenIdOf } from '../../server/access/screen-token.ts';
import { peopleAt } from './test-people.ts';

type Request = keyof ScreenToServer;
export type AnswerOf<E extends Request> = Parameters<Parameters<ScreenToServer[E]>[1]>[0];
type DataOf<E extends Request> = Extract<AnswerOf<E>, { readonly ok: true }>['data'];
type PayloadOf<E extends Request> = Parameters<ScreenToServer[E]>[0];

const ANSWER_MS = 10_000;

/** Who is meant when a test names nobody. */
const USUAL: Readonly<Record<Role, string>> = { nurse: 'N. Okafor', provider: 'Dr. Ruiz', administrator: 'A. Lind' };

export interface ConnectOptions {
  /** What proves this screen; default a new one. */
  readonly token?: string;
  /** Of a sign-in. */
  readonly session?: string;
  readonly build?: string;
  readonly protocol?: string;
}

const cookieOf = (token: string, session: string | undefined): string =>
  [
    `${cookieName('screen', false)}=${token}`,
    ...(session === undefined ? [] : [`${cookieName('session', false)}=${session}`]),
  ].join('; ');

export class TestScreen {
  /** For messages no page would send. */
  readonly raw: Socket;
  readonly port: number;
  readonly token: string;
  readonly screenId: string;
  readonly chairs = new Map<string, { seq: number; view: ChairView }>();
  readonly tiles = new Map<string, { seq: number; view: TileView }>();
  readonly chairPatches: ChairPatch[] = [];
  readonly tilePatches: TilePatch[] = [];
  /** Patches whose seq did not follow the one before. */
  readonly holes: (ChairPatch | TilePatch)[] = [];
  site: SiteView | undefined;
  beat: ClockBeat | undefined;
  access: ScreenAccess | undefined;
  stopping = false;
  #session: string | undefined;
  readonly #waiting = new Set<() => void>();

  private constructor(socket: Socket, port: number, token: string) {
    this.raw = socket;
    this.port = port;
    this.token = token;
    this.screenId = screenIdOf(token) ?? '';
    const typed = socket as Socket<ServerToScreen, ScreenToServer>;
    const heard = (change: () => void) => {
      change();
      for (const check of [...this.#waiting]) check();
    };
    typed.on('clock:beat', (beat) => heard(() => (this.beat = beat)));
    typed.on('access:changed', (access) => heard(() => (this.access = access)));
    typed.on('site:changed', (site) => heard(() => (this.site = site)));
    typed.on('server:stopping', () => heard(() => (this.stopping = true)));
    typed.on('chair:patch', (patch) => heard(() => this.#merge(this.chairs, this.chairPatches, patch)));
    const tile = (patch: TilePatch): void => this.#merge(this.tiles, this.tilePatches, patch);
    typed.on('tile:patch', (patch) => heard(() => tile(patch)));
    typed.on('tile:patches', (patches) => heard(() => patches.forEach(tile)));
    typed.on('disconnect', () => heard(() => undefined));
  }

  /** Rejects with the server's refusal in `data` when it is not let in. */
  static async connect(port: number, options: ConnectOptions = {}): Promise<TestScreen> {
    const { token = newToken(randomBytes), session, ...auth } = options;
    const socket = io(`http://127.0.0.1:${port}${SCREENS_NAMESPACE}`, {
      path: SOCKET_PATH,
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      extraHeaders: { cookie: cookieOf(token, session) },
      auth: { protocol: PROTOCOL_VERSION, build: 'test', ...auth },
    });
    const screen = new TestScreen(socket, port, token);
    screen.#session = session;
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', (error) => {
        socket.close();
        reject(error);
      });
    });
    return screen;
  }

  request<E extends Request>(event: E, payload: PayloadOf<E>): Promise<AnswerOf<E>> {
    return this.raw.timeout(ANSWER_MS).emitWithAck(event, payload) as Promise<AnswerOf<E>>;
  }

  /** Signs in; the account is made when there is none. */
  async choose(role: Role, name: string = USUAL[role]): Promise<this> {
    const { token, ticket } = await peopleAt(this.port).signIn(this.screenId, role, name);
    this.#session = token;
    return this.redeem(ticket);
  }

  /** As its browser sends it: of the screen, and of who signed in last. */
  get cookie(): string {
    return cookieOf(this.token, this.#session);
  }

  async redeem(ticket: string): Promise<this> {
    const answer = await this.request('staff:session', { ticket });
    if (!answer.ok) throw new Error(answer.refusal.message);
    return this;
  }

  async watch(chairId: string): Promise<ChairView> {
    const answer = await this.#snapshot('chair:watch', { chairId }, ({ seq, view }) =>
      this.chairs.set(chairId, { seq, view }),
    );
    return answer.view;
  }

  async watchStation(): Promise<readonly TileView[]> {
    const { tiles } = await this.#snapshot('station:watch', {}, (snapshot) => {
      for (const { seq, view } of snapshot.tiles) this.tiles.set(view.chair.chairId, { seq, view });
    });
    return tiles.map(({ view }) => view);
  }

  /**
   * Taken within the answer's own turn: here two messages of one TCP segment come in the same turn, so that a promise of the first resolves
   * after the second was heard. In a browser each has a turn of its own.
   */
  #snapshot<E extends 'chair:watch' | 'station:watch'>(
    event: E,
    payload: PayloadOf<E>,
    take: (data: DataOf<E>) => void,
  ): Promise<DataOf<E>> {
    return new Promise((resolve, reject) => {
      this.raw.timeout(ANSWER_MS).emit(event, payload, (error: Error | null, answer?: Answer<DataOf<E>>) => {
        if (error || !answer) return reject(error ?? new Error('No answer.'));
        if (!answer.ok) return reject(new Error(answer.refusal.message));
        take(answer.data);
        resolve(answer.data);
      });
    });
  }

  async open(
    chairId: string,
    patient: Partial<OpenVisit['patient']> = {},
    protocolId = 'iv-ketamine-40',
  ): Promise<string> {
    const answer = await this.request('visit:open', {
      commandId: randomUUID(),
      chairId,
      protocolId,
      patient: { name: 'Ada Byron', birthDate: '1980-12-10', ...patient },
    });
    if (!answer.ok) throw new Error(answer.refusal.message);
    return answer.data.visitId;
  }

  command(
    visitId: string,
    command: WireVisitCommand,
    commandId: string = randomUUID(),
  ): Promise<AnswerOf<'visit:command'>> {
    return this.request('visit:command', { commandId, visitId, command });
  }

  /** Throws when refused. */
  async give(visitId: string, ...commands: readonly WireVisitCommand[]): Promise<void> {
    for (const command of commands) {
      const answer = await this.command(visitId, command);
      if (!answer.ok) throw new Error(`${command.type} refused (${answer.refusal.code}): ${answer.refusal.message}`);
    }
  }

  view(chairId: string): ChairView {
    const chair = this.chairs.get(chairId);
    if (!chair) throw new Error(`Chair ${chairId} is not watched.`);
    return chair.view;
  }

  /** Resolves at the first message after which it holds, or at once; the runner's time limit is the only other end. */
  until(holds: (screen: this) => boolean): Promise<void> {
    return new Promise((resolve) => {
      const check = () => {
        if (!holds(this)) return;
        this.#waiting.delete(check);
        resolve();
      };
      this.#waiting.add(check);
      check();
    });
  }

  close(): void {
    this.raw.disconnect();
  }

  #merge<View, Patch extends { chairId: string; seq: number; patch: Partial<View> } & (ChairPatch | TilePatch)>(
    views: Map<string, { seq: number; view: View }>,
    patches: Patch[],
    patch: Patch,
  ): void {
    patches.push(patch);
    const known = views.get(patch.chairId);
    if (!known || patch.seq !== known.seq + 1) this.holes.push(patch);
    if (known) views.set(patch.chairId, { seq: patch.seq, view: { ...known.view, ...patch.patch } });
  }
}

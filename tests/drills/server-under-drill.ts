/** The server of a stand: started, killed, stopped and asked, from outside. */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ToDrillServer } from './drill-server.ts';
import { endsWithUs } from './let-go.ts';

const SCRIPT = fileURLToPath(new URL('./drill-server.ts', import.meta.url));
const RSS_ANSWER_MS = 2_000;

export class ServerUnderDrill {
  readonly #database: string;
  #child: ChildProcess | undefined;
  #port: number | undefined;
  #asked = 0;
  #peakBytes = 0;
  /** Ended without having been told to. */
  onDeath: (code: number | null, signal: string | null) => void = () => undefined;

  constructor(database: string) {
    this.#database = database;
  }

  /** Undefined while there is none. */
  get port(): number | undefined {
    return this.#port;
  }

  /** The most memory that was seen, bytes, over all its lives. */
  get peakBytes(): number {
    return this.#peakBytes;
  }

  async start(): Promise<void> {
    const child = endsWithUs(
      fork(SCRIPT, [this.#database, '0'], { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] }),
    );
    this.#child = child;
    const gone = once(child, 'exit');
    child.on('exit', (code, signal) => {
      if (this.#child !== child) return;
      this.#child = this.#port = undefined;
      this.onDeath(code, signal);
    });
    const told = await Promise.race([once(child, 'message'), gone.then(() => undefined)]);
    if (!told) throw new Error('The server of a drill ended before it listened.');
    this.#port = (told[0] as { port: number }).port;
  }

  tell(message: ToDrillServer): void {
    this.#child?.send(message);
  }

  /** In the middle of whatever it does. */
  async kill(): Promise<void> {
    const child = this.#let();
    child?.kill('SIGKILL');
    if (child) await once(child, 'exit');
  }

  /** Gracefully. */
  async stop(): Promise<void> {
    const child = this.#let();
    if (!child) return;
    const gone = once(child, 'exit');
    child.send({ do: 'stop' } satisfies ToDrillServer);
    await gone;
  }

  /** It gets no turn, and its sockets stay open. */
  freeze(): void {
    this.#child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.#child?.kill('SIGCONT');
  }

  /** Notes how much memory it takes now. A frozen one does not answer. */
  async weigh(): Promise<void> {
    const child = this.#child;
    if (!child) return;
    const id = (this.#asked += 1);
    await new Promise<void>((resolve) => {
      const hear = (message: { readonly id?: number; readonly rss?: number }): void => {
        if (message.id === id) settle(message.rss ?? 0);
      };
      const settle = (rss: number): void => {
        clearTimeout(silence);
        child.off('message', hear);
        this.#peakBytes = Math.max(this.#peakBytes, rss);
        resolve();
      };
      const silence = setTimeout(() => settle(0), RSS_ANSWER_MS);
      child.on('message', hear);
      child.send({ do: 'rss', id } satisfies ToDrillServer, (error) => error && settle(0));
    });
  }

  #let(): ChildProcess | undefined {
    const child = this.#child;
    this.#child = this.#port = undefined;
    return child;
  }
}

/** The adapter's own command (`--run`): started in a process group of its own, so that nothing of it outlives the check. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Duration } from '#core/reading.ts';
import { withoutCodeFolder } from '../code-cache.ts';
import { KEY_VARIABLE } from '../adapter/own-key.ts';

/** What is kept of its output, to be shown when it does not come. */
const KEPT_CHARACTERS = 4_000;
const KEYS = /vk_[A-Za-z0-9_-]{43}/g;
/** A key that comes in two pieces is found too. */
const KEY_CHARACTERS = 46;

export class CommandChild {
  readonly #command: string;
  readonly #url: string;
  readonly #key: string;
  #child: ChildProcess;
  #said = '';
  #printedKey = (): void => undefined;

  /**
   * @param command of the shell; `{url}` in it becomes the referee's address, which is in VIGIL_URL too
   * @param key in VIGIL_ADAPTER_KEY, where that has none
   */
  constructor(command: string, url: string, key: string) {
    this.#command = command;
    this.#url = url;
    this.#key = key;
    this.#child = this.#start();
  }

  /** Runs `then` when the command fails before it is told to end; one that ends well may have gone to the background. */
  onFailure(then: () => void): void {
    this.#child.once('exit', (code) => {
      if (code !== null && code !== 0) then();
    });
  }

  /** The end of what it printed, without keys. */
  get said(): string {
    return this.#said.replaceAll(KEYS, 'vk_…');
  }

  /** Runs `then` when a key stands in what it writes. */
  onPrintedKey(then: () => void): void {
    this.#printedKey = then;
  }

  get hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** Killed as by a power cut, and started again. */
  async restart(): Promise<void> {
    await this.kill();
    this.#child = this.#start();
  }

  /** @returns whether it ended by itself in time. */
  async stop(withinMs: Duration): Promise<boolean> {
    if (this.hasEnded) return true;
    this.signal('SIGTERM');
    const ended = once(this.#child, 'exit').then(() => true);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), withinMs)));
    const isStopped = await Promise.race([ended, late]);
    clearTimeout(timer);
    return isStopped;
  }

  async kill(): Promise<void> {
    const exit = this.hasEnded ? undefined : once(this.#child, 'exit');
    this.signal('SIGKILL');
    await exit;
  }

  /** To all of its group; what is gone already is no fault. */
  signal(signal: NodeJS.Signals): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    try {
      if (process.platform === 'win32') this.#child.kill(signal);
      else process.kill(-pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }

  #start(): ChildProcess {
    const child = spawn(this.#command.replaceAll('{url}', this.#url), {
      shell: true,
      detached: process.platform !== 'win32',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { [KEY_VARIABLE]: this.#key, ...withoutCodeFolder(process.env), VIGIL_URL: this.#url },
    });
    const keep = (chunk: Buffer): void => {
      const text = String(chunk);
      if (`${this.#said.slice(1 - KEY_CHARACTERS)}${text}`.search(KEYS) >= 0) this.#printedKey();
      this.#said = `${this.#said}${text}`.slice(-KEPT_CHARACTERS);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', ({ message }) => keep(Buffer.from(message)));
    return child;
  }
}

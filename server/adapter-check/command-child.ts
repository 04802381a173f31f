/** The adapter's own command (`--run`): started in a process group of its own, so that nothing of it outlives the check. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Duration } from '#core/reading.ts';

/** What is kept of its output, to be shown when it does not come. */
const KEPT_CHARACTERS = 4_000;

export class CommandChild {
  readonly #command: string;
  readonly #url: string;
  #child: ChildProcess;
  #said = '';

  /** @param command of the shell; `{url}` in it becomes the referee's address, which is in VIGIL_URL too. */
  constructor(command: string, url: string) {
    this.#command = command;
    this.#url = url;
    this.#child = this.#start();
  }

  /** Runs `then` when the command fails before it is told to end; one that ends well may have gone to the background. */
  onFailure(then: () => void): void {
    this.#child.once('exit', (code) => {
      if (code !== null && code !== 0) then();
    });
  }

  /** The end of what it printed. */
  get said(): string {
    return this.#said;
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
      env: { ...process.env, VIGIL_URL: this.#url },
    });
    const keep = (chunk: Buffer): void => void (this.#said = `${this.#said}${String(chunk)}`.slice(-KEPT_CHARACTERS));
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', ({ message }) => keep(Buffer.from(message)));
    return child;
  }
}

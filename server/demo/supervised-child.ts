/** A child process of the demo: `vigil <command>`, started again when it dies, gone when the demo is gone. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const VIGIL = join(import.meta.dirname, '..', 'cli', 'main.ts');
const AGAIN_MS = 500;
const AGAIN_MAX_MS = 10_000;
/** A child that lived this long did not die of its start. */
const PROVED_MS = 30_000;
/** A child that does not stop when asked is ended. */
const STOP_MS = 4_000;

export interface ChildOptions {
  /** As it is called in a message: `The adapter of Chair 3`. */
  readonly name: string;
  /** Asked at each start. */
  readonly args: () => readonly string[];
  /** The first line it reads, asked at each start; its standard input stays open for more. */
  readonly firstLine?: () => string;
  /** Each line it says; absent: what it says goes to the log. */
  readonly onLine?: (line: string) => void;
  readonly logFile: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Given to a child that is to wait until `release`; one that is started again after it does not. */
  readonly heldBy?: string;
  /** Told to the person at the terminal. */
  readonly say: (line: string) => void;
}

export class SupervisedChild {
  readonly #options: ChildOptions;
  #child: ChildProcess | undefined;
  #startedAt = 0;
  #againMs = AGAIN_MS;
  #timer: NodeJS.Timeout | undefined;
  #isStopping = false;
  #isReleased = false;

  constructor(options: ChildOptions) {
    this.#options = options;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  start(): void {
    if (this.#isStopping) return;
    const { args, firstLine, onLine, logFile, name, env, heldBy } = this.#options;
    const held = heldBy === undefined || this.#isReleased ? [] : [heldBy];
    const log = openSync(logFile, 'a');
    // With an IPC channel and a held standard input, the child sees at once when the demo is gone, however it died.
    const child = spawn(process.execPath, [VIGIL, ...args(), ...held], {
      stdio: [firstLine ? 'pipe' : 'ignore', onLine ? 'pipe' : log, log, 'ipc'],
      env: { ...process.env, ...env },
    });
    closeSync(log);
    this.#child = child;
    this.#startedAt = performance.now();
    child.stdin?.on('error', () => undefined);
    if (firstLine) child.stdin?.write(`${firstLine()}\n`);
    if (onLine && child.stdout) createInterface({ input: child.stdout }).on('line', onLine);
    child.once('error', (error) => this.#options.say(`${name} could not be started: ${error.message}.`));
    child.once('exit', (code, signal) => this.#exited(signal ?? `code ${code}`));
  }

  /** What it waited for is so. */
  release(): void {
    this.#isReleased = true;
    this.#child?.send('go', () => undefined);
  }

  /** @returns false when it is not running now. */
  tell(line: string): boolean {
    return this.#child?.stdin?.writable === true && this.#child.stdin.write(`${line}\n`);
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    clearTimeout(this.#timer);
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    const hard = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    await exited;
    clearTimeout(hard);
  }

  #exited(how: string): void {
    this.#child = undefined;
    if (this.#isStopping) return;
    const { name, say, logFile } = this.#options;
    if (performance.now() - this.#startedAt > PROVED_MS) this.#againMs = AGAIN_MS;
    const waitMs = this.#againMs;
    this.#againMs = Math.min(waitMs * 2, AGAIN_MAX_MS);
    this.#timer = setTimeout(() => {
      say(`${name} ended by itself (${how}): it is started again. Its log: ${logFile}`);
      this.start();
    }, waitMs);
  }
}

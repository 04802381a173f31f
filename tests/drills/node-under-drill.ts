/** A node of a group in a process of its own, seen from outside. */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ChildNodeOptions } from '../support/child-node.ts';
import { endsWithUs } from './let-go.ts';

const SCRIPT = fileURLToPath(new URL('../support/child-node.ts', import.meta.url));

export class NodeUnderDrill {
  readonly #options: ChildNodeOptions;
  #child: ChildProcess | undefined;
  #port: number | undefined;
  #holds: readonly string[] = [];
  onDeath: (how: string) => void = () => undefined;

  constructor(options: ChildNodeOptions) {
    this.#options = options;
  }

  get port(): number | undefined {
    return this.#port;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  has(siteId: string): boolean {
    return this.#port !== undefined && this.#holds.includes(siteId);
  }

  async start(): Promise<void> {
    const options = JSON.stringify(this.#options);
    const child = endsWithUs(fork(SCRIPT, [options], { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] }));
    this.#child = child;
    this.#holds = [];
    child.on('message', ({ holds }: { readonly holds?: readonly string[] }) => {
      if (holds && this.#child === child) this.#holds = holds;
    });
    child.on('exit', (code, signal) => {
      if (this.#child !== child) return;
      this.#child = this.#port = undefined;
      this.onDeath(String(signal ?? code));
    });
    const [told] = (await once(child, 'message')) as [{ readonly port: number }];
    this.#port = told.port;
  }

  ask<T>(question: object): Promise<T> {
    const id = randomUUID();
    const child = this.#child;
    return new Promise((resolve, reject) => {
      const hear = (message: { readonly answer?: string; readonly error?: string }): void => {
        if (message.answer !== id) return;
        child?.off('message', hear);
        if (message.error === undefined) resolve(message as T);
        else reject(new Error(message.error));
      };
      child?.on('message', hear);
      child?.send({ id, ...question });
    });
  }

  freeze(): void {
    this.#child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.#child?.kill('SIGCONT');
  }

  async kill(): Promise<void> {
    const child = this.#let();
    child?.kill('SIGKILL');
    if (child) await once(child, 'exit');
  }

  async stop(): Promise<void> {
    const child = this.#let();
    if (!child) return;
    const gone = once(child, 'exit');
    child.send('stop');
    await gone;
  }

  #let(): ChildProcess | undefined {
    const child = this.#child;
    this.#child = this.#port = undefined;
    return child;
  }
}

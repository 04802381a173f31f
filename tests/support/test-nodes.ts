/** Starts and ends nodes of a group as processes; what is left at a test's end is killed. Screens and adapters connect to `node.port`. */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { ChildNodeOptions } from './child-node.ts';
import { knowPeopleAt } from './test-people.ts';

export class TestNode {
  readonly port: number;
  readonly nodeId: string;
  readonly dataFolder: string;
  readonly #child: ChildProcess;
  holds: readonly string[] = [];
  readonly #waiting = new Set<() => void>();

  constructor(child: ChildProcess, started: { readonly port: number; readonly nodeId: string }, dataFolder: string) {
    this.#child = child;
    this.port = started.port;
    this.nodeId = started.nodeId;
    this.dataFolder = dataFolder;
    child.on('message', (message: { readonly holds?: readonly string[] }) => {
      if (message.holds) this.holds = message.holds;
      for (const check of [...this.#waiting]) check();
    });
  }

  get copies(): string {
    return join(this.dataFolder, 'sites');
  }

  copyOf(siteId: string): string {
    return join(this.copies, siteId, 'vigil.db');
  }

  /** Of a process that was killed or stopped, what it held last. */
  has(siteId: string): boolean {
    return this.holds.includes(siteId);
  }

  /** Resolves when it tells that it holds so; the runner's time limit is the only other end. */
  until(holds: (node: this) => boolean): Promise<void> {
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

  ask<T>(question: object): Promise<T> {
    const id = randomUUID();
    return new Promise((resolve, reject) => {
      const hear = (message: { readonly answer?: string; readonly error?: string }): void => {
        if (message.answer !== id) return;
        this.#child.off('message', hear);
        if (message.error === undefined) resolve(message as T);
        else reject(new Error(message.error));
      };
      this.#child.on('message', hear);
      this.#child.send({ id, ...question });
    });
  }

  /** Chairs 1 … n with devices `ox-n` and `cuff-n` and a key for `adapter-n`. @returns the chairs' ids */
  async furnish(siteId: string, chairs: number): Promise<readonly string[]> {
    return (await this.ask<{ readonly chairIds: readonly string[] }>({ siteId, chairs })).chairIds;
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGCONT');
    this.#child.kill('SIGKILL');
    await ended;
  }

  /** As by SIGTERM: it hands over first. */
  async stop(): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.#child.send('stop');
    await ended;
  }
}

export interface StartNodeOptions extends Pick<ChildNodeOptions, 'postgres' | 'port' | 'nodeUrl' | 'log'> {
  /** Of a node that was there before; default a new one. */
  readonly dataFolder?: string;
}

export async function startNode({ dataFolder, ...options }: StartNodeOptions): Promise<TestNode> {
  const folder = dataFolder ?? mkdtempSync(join(tmpdir(), 'vigil-node-'));
  const given: ChildNodeOptions = { ...options, dataFolder: folder };
  const child = fork(join(import.meta.dirname, 'child-node.ts'), [JSON.stringify(given)]);
  const started = await new Promise<{ port: number; nodeId: string }>((resolve, reject) => {
    child.once('message', (message) => resolve(message as { port: number; nodeId: string }));
    child.once('exit', (code) => reject(new Error(`The node ended (${code}) before it was ready.`)));
  });
  const node = new TestNode(child, started, folder);
  onTestFinished(async () => {
    await node.kill();
    if (dataFolder === undefined) rmSync(folder, { recursive: true, force: true });
  });
  return node;
}

/** Whoever signs in at a screen of this port is asked for at the node that has the site. */
export function peopleOf(siteId: string, ports: readonly TestNode[], owner: () => TestNode): void {
  for (const { port } of ports)
    knowPeopleAt(port, {
      signIn: (screenId, role, name) =>
        owner().ask<{ token: string; ticket: string }>({ siteId, screenId, role, name }),
    });
}

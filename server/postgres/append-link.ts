/** The writer's connection to PostgreSQL: made when it is needed, thrown away when it fails or does not answer in time. */
import pg from 'pg';
import type { Duration } from '#core/reading.ts';
import { clientConfig } from './connection.ts';

export type Appended = 'ok' | 'lost' | 'moved';

const PARAMETERS = Array.from({ length: 18 }, (_, index) => `$${index + 1}`).join(', ');
const APPEND = { name: 'append', text: `SELECT vigil.append(${PARAMETERS}) AS answer` };

/**
 * Durable at each commit, whatever the server's own setting is, but never less than that says. A statement whose caller has given up ends
 * soon after. And every statement is a few rows by their keys: no statistics of a table that was empty once make it read the whole.
 */
const settings = (answerMs: Duration): string => `
  SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') IN ('off', 'local');
  SET lock_timeout = ${answerMs}; SET statement_timeout = ${4 * answerMs}; SET jit = off;
  SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET plan_cache_mode = force_generic_plan`;

/** Who writes: the lease is this one, and every transaction names its run. */
export interface Holder {
  readonly epoch: number;
  /** Undefined: the lease has no node's name. */
  readonly nodeId: string | undefined;
  /** Of this opening of the journal, and of no other: epochs come again when a database was put back in time. */
  readonly run: string;
}

export class AppendLink {
  readonly #url: string;
  readonly #answerMs: Duration;
  #client: pg.Client | undefined;

  constructor(url: string, answerMs: Duration) {
    this.#url = url;
    this.#answerMs = answerMs;
  }

  /** Rejects when PostgreSQL refuses, or when nobody knows whether it was done. */
  async append(siteId: string, by: Holder, tx: number, rows: readonly (string | null)[]): Promise<Appended> {
    return this.use(async (client) => {
      const { rows: answers } = await client.query<{ answer: Appended }>({
        ...APPEND,
        values: [siteId, by.epoch, by.nodeId ?? null, by.run, tx, ...rows],
      });
      return answers[0]?.answer ?? 'moved';
    });
  }

  async use<T>(ask: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = (this.#client ??= await this.#connect());
    try {
      return await ask(client);
    } catch (error) {
      this.drop();
      throw error;
    }
  }

  /** Whatever it still had to say is not heard any more. */
  drop(): void {
    const client = this.#client as (pg.Client & { connection?: { stream: { destroy(): void } } }) | undefined;
    this.#client = undefined;
    client?.connection?.stream.destroy();
  }

  async close(): Promise<void> {
    await this.#client?.end().catch(() => undefined);
  }

  async #connect(): Promise<pg.Client> {
    const times = { connectMs: this.#answerMs, queryMs: this.#answerMs };
    const client = new pg.Client(clientConfig(this.#url, times));
    client.on('error', () => {
      if (this.#client === client) this.#client = undefined;
    });
    try {
      await client.connect();
      await client.query(settings(this.#answerMs));
    } catch (error) {
      (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
      throw error;
    }
    return client;
  }
}

/** One connection of this process that listens to the group, for all its sites; made anew whenever it is gone, or says nothing. */
import { EventEmitter } from 'node:events';
import pg from 'pg';
import type { Logger } from 'pino';
import type { Duration } from '#core/reading.ts';

const AGAIN_MS: Duration = 500;
/** A connection whose other end vanished says nothing: it is asked, and closed when it does not answer. */
const ASK_MS: Duration = 2_000;
const ANSWER_MS: Duration = 2_000;

/** What the adapter uses of a pool's client. `end` never comes: that the connection is there is the listener's care. */
export interface ListeningClient extends EventEmitter {
  query(listen: string): Promise<void>;
  release(): void;
}

export class Listener {
  readonly #url: string;
  readonly #log: Pick<Logger, 'info' | 'warn'>;
  readonly #clients = new Set<ListeningClient>();
  /** Statements that make the connection listen. */
  readonly #listens = new Set<string>();
  #connection: pg.Client | undefined;
  /** Of that connection: one question after the other, as pg wants it. */
  #say: ((text: string) => Promise<unknown>) | undefined;
  #timer: NodeJS.Timeout | undefined;
  #failing = false;
  #closed = false;

  constructor(url: string, log: Pick<Logger, 'info' | 'warn'>) {
    this.#url = url;
    this.#log = log;
    void this.#connect();
  }

  client(): ListeningClient {
    const client: ListeningClient = Object.assign(new EventEmitter(), {
      query: async (listen: string) => {
        this.#listens.add(listen);
        await this.#say?.(listen).catch(() => undefined);
      },
      release: () => void this.#clients.delete(client),
    });
    this.#clients.add(client);
    return client;
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#connection?.end().catch(() => undefined);
  }

  async #connect(): Promise<void> {
    const connection = new pg.Client({
      connectionString: this.#url,
      application_name: 'vigil group',
      connectionTimeoutMillis: ANSWER_MS,
      query_timeout: ANSWER_MS,
      keepAlive: true,
    });
    let gone = false;
    const lost = (error?: unknown): void => {
      if (gone) return;
      gone = true;
      clearTimeout(this.#timer);
      if (this.#connection === connection) this.#connection = this.#say = undefined;
      // Not `end`, which waits for an answer.
      (connection as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
      if (this.#closed) return;
      if (!this.#failing) this.#log.warn({ err: error }, 'this node hears nothing of the other clinics of the group');
      this.#failing = true;
      this.#timer = setTimeout(() => void this.#connect(), AGAIN_MS).unref();
    };
    connection.on('error', lost);
    connection.on('end', () => lost());
    connection.on('notification', (message) => {
      for (const client of this.#clients) client.emit('notification', message);
    });
    try {
      await connection.connect();
      if (this.#closed) return void connection.end().catch(() => undefined);
      let before: Promise<unknown> = Promise.resolve();
      const say = (text: string) => (before = before.catch(() => undefined).then(() => connection.query(text)));
      this.#connection = connection;
      this.#say = say;
      for (const listen of this.#listens) await say(listen);
      if (this.#failing) this.#log.info('this node hears the other clinics of the group again');
      this.#failing = false;
      this.#ask(connection, say, lost);
    } catch (error) {
      lost(error);
    }
  }

  #ask(connection: pg.Client, say: (text: string) => Promise<unknown>, lost: (error: unknown) => void): void {
    this.#timer = setTimeout(() => {
      say('SELECT 1').then(() => {
        if (this.#connection === connection && !this.#closed) this.#ask(connection, say, lost);
      }, lost);
    }, ASK_MS).unref();
  }
}

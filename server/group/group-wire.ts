/**
 * What the nodes of a group say to each other: PostgreSQL's NOTIFY, by `@socket.io/postgres-adapter`. Every site of a process shares two
 * connections, one that listens and one that speaks: over one connection nothing overtakes what was said before. Whatever is lost is
 * found by the count (docs/adr/0033-stations-over-several-clinics.md), so nothing here waits for long, and nothing is kept.
 */
import { createAdapter } from '@socket.io/postgres-adapter';
import type { Logger } from 'pino';
import type { Pool } from 'pg';
import pg from 'pg';
import type { Namespace } from 'socket.io';
import type { Duration } from '#core/reading.ts';
import { Listener } from './listener.ts';

/** Of the messages too long for a NOTIFY. Nothing in it is worth a disk: it is gone after half a minute. */
const TABLE = 'vigil.group_attachments';
const MAKE_TABLE = `
SELECT pg_advisory_xact_lock(1447642956);
CREATE SCHEMA IF NOT EXISTS vigil;
CREATE UNLOGGED TABLE IF NOT EXISTS ${TABLE} (
  id bigserial UNIQUE, created_at timestamptz NOT NULL DEFAULT now(), payload bytea
)`;
/** PostgreSQL takes fewer than 8,000. */
const MOST_BYTES = 7_990;
/** What waits for a PostgreSQL that does not answer; more would be told too late to be of use. */
const MOST_WAITING = 200;
const ANSWER_MS: Duration = 3_000;

export interface GroupWire {
  /** For the socket.io server of one site: of its `/group` namespace. */
  readonly adapter: (namespace: Namespace) => Namespace['adapter'];
  close(): Promise<void>;
}

export interface GroupWireOptions {
  readonly url: string;
  readonly log: Pick<Logger, 'info' | 'warn'>;
}

/** Opened once in a process. Connects by itself, and again whenever the connection is lost; never rejects. */
export function openGroupWire({ url, log }: GroupWireOptions): GroupWire {
  const listener = new Listener(url, log);
  const speaker = new pg.Pool({
    connectionString: url,
    max: 1,
    application_name: 'vigil group',
    connectionTimeoutMillis: ANSWER_MS,
    query_timeout: ANSWER_MS,
    keepAlive: true,
  });
  speaker.on('error', () => undefined);
  let failing = false;
  let waiting = 0;
  let closing: Promise<void> | undefined;
  let made: Promise<unknown> | undefined;

  const said = (error?: unknown): void => {
    if (failing === (error !== undefined)) return;
    failing = error !== undefined;
    if (failing) log.warn({ err: error }, 'the other clinics of the group do not hear this node');
    else log.info('the other clinics of the group hear this node again');
  };
  async function query(text: string, values?: unknown[]): Promise<pg.QueryResult> {
    if (closing) throw new Error('The group wire is closed.');
    if (waiting >= MOST_WAITING) throw new Error('PostgreSQL does not answer.');
    waiting += 1;
    try {
      if (text.includes(TABLE)) await (made ??= speaker.query(MAKE_TABLE).catch(() => (made = undefined)));
      return await speaker.query(text, values);
    } finally {
      waiting -= 1;
    }
  }
  /** Of `pg.Pool` what the adapter uses. A connection of its own would be one more a site, and an error on it the end of the process. */
  const pool = {
    connect: () => Promise.resolve(listener.client()),
    async query(text: string, values?: unknown[]) {
      try {
        const result = await query(text, values);
        said();
        return result;
      } catch (error) {
        if (!closing) said(error);
        throw error;
      }
    },
  } as unknown as Pool;

  return {
    adapter: (namespace) =>
      createAdapter(pool, {
        channelPrefix: 'vigil',
        tableName: TABLE,
        payloadThreshold: MOST_BYTES,
        // Told above, once.
        errorHandler: () => undefined,
      })(namespace) as Namespace['adapter'],
    close: () =>
      (closing ??= (async () => {
        await Promise.all([listener.close(), speaker.end()]);
      })()),
  };
}

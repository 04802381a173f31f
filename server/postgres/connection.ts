/** How Vigil speaks to PostgreSQL: whole numbers come back as numbers, and nobody waits for ever. */
import pg from 'pg';
import type { Duration } from '#core/reading.ts';

const INT8 = 20;

/** Instants and seqs are whole numbers that JavaScript holds exactly; another is damage. */
function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`PostgreSQL gave ${text}, which is no exact number here.`);
  return value;
}

const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === INT8 && format !== 'binary'
      ? wholeNumber
      : pg.types.getTypeParser(oid, format as 'text')) as pg.CustomTypesConfig['getTypeParser'],
};

export interface ConnectionTimes {
  /** To be let in. */
  readonly connectMs: Duration;
  /** For one answer, by this machine's clock: a PostgreSQL that hangs answers nothing. Absent: as long as it takes. */
  readonly queryMs?: Duration;
}

export const clientConfig = (url: string, { connectMs, queryMs }: ConnectionTimes): pg.ClientConfig => ({
  connectionString: url,
  types,
  application_name: 'vigil',
  connectionTimeoutMillis: connectMs,
  keepAlive: true,
  keepAliveInitialDelayMillis: 5_000,
  ...(queryMs !== undefined && { query_timeout: queryMs }),
});

/** What PostgreSQL or the network said, in a few words and without the address's password. */
export function whatItSaid(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  if (error instanceof AggregateError) return whatItSaid(error.errors[0]);
  return message === undefined || message === '' ? (code ?? 'no answer') : message;
}

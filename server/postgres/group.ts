/** A group of clinics in one PostgreSQL: its sites and what its nodes share. `connectGroup` in connect-group.ts makes one. */
import type pg from 'pg';
import type { Result } from '#core/refusal.ts';

export interface PostgresSite {
  readonly siteId: string;
  readonly name: string;
  /** Names under which browsers and adapters reach it, in small letters, without a port. */
  readonly hosts: readonly string[];
  /** IANA. */
  readonly timeZone: string;
  readonly demo: boolean;
}

export interface GroupOptions {
  /** Connections at most; default 10. Each open journal has two of its own besides. */
  readonly max?: number;
  /** How long a connection may take, ms. */
  readonly connectMs?: number;
  /** How long one answer may take, ms: then its connection is given up. Default 3 s; what is long is asked in pieces. */
  readonly answerMs?: number;
}

export interface Group {
  readonly url: string;
  readonly pool: pg.Pool;
  /** By name. Rejects when PostgreSQL does not answer, as all of these. */
  sites(): Promise<readonly PostgresSite[]>;
  /** Refused when it is there, or when another site has one of its hosts. With its lease, which nobody has. */
  addSite(site: PostgresSite): Promise<Result<PostgresSite>>;
  /** Refused when there is no such site, or when another has one of them. */
  setHosts(siteId: string, hosts: readonly string[]): Promise<Result<PostgresSite>>;
  /** Known to every node of the group and to nobody else: 64 hex digits, made by whoever asks first. */
  secret(name: string): Promise<string>;
  close(): Promise<void>;
}

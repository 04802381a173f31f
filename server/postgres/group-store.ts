/**
 * A transaction of a group's site: staged in this node's copy, written to PostgreSQL under the lease, then settled in the copy. What became of
 * an answer that was lost is found out by the next one: the site's transaction number says whether it stands, and the copy follows.
 */
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { Store } from '../journal/store.ts';
import type { AppendLink, Holder } from './append-link.ts';
import { bringForward, CopyAstray, NoSuchSite } from './bring-forward.ts';
import { CollectedRows } from './collected-rows.ts';
import { standAt, standingOf } from './copy-file.ts';

/** This node has the site no more; nothing was written. */
export class SiteLost extends Error {}

/** More than the one of a lost answer. */
const MOST_TRIES = 3;
const SEALS =
  'SELECT seal, at, cause, streams, digest, heads, key, before, mac FROM seals WHERE seal > ? ORDER BY seal';

export interface GroupStoreParts {
  readonly copy: DatabaseSync;
  readonly link: AppendLink;
  readonly siteId: string;
  readonly by: Holder;
  /** Called between the two commits. */
  readonly onWritten?: () => void;
}

export class GroupStore {
  readonly #parts: GroupStoreParts;
  readonly #rows = new CollectedRows();
  readonly #store: Store;
  readonly #newSeals;
  /** PostgreSQL has more than the copy, as far as is known here. */
  #isBehind = false;

  constructor(parts: GroupStoreParts) {
    this.#parts = parts;
    this.#store = new Store(parts.copy, parts.siteId, this.#rows);
    this.#newSeals = parts.copy.prepare(SEALS);
    this.#newSeals.setReturnArrays(true);
  }

  /** @param stage of the copy's transaction. Throws SiteLost, and SQLite's and PostgreSQL's errors with nothing acknowledged. */
  async transact<T>(stage: (store: Store) => T): Promise<T> {
    const { copy, link, siteId, by, onWritten } = this.#parts;
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      if (this.#isBehind || tries > 0) await this.#follow();
      this.#rows.clear();
      const result = stage(this.#store);
      let answer;
      try {
        const { tx, seal } = standingOf(copy);
        const seals = this.#newSeals.all(seal) as unknown as SQLInputValue[][];
        for (const row of seals) this.#rows.put('seals', row);
        standAt(copy, { tx: tx + 1, seal: Number(seals.at(-1)?.[0] ?? seal) });
        answer = await link.append(siteId, by, tx + 1, this.#rows.parameters());
      } catch (error) {
        this.#store.undo();
        throw error;
      }
      if (answer === 'ok') {
        onWritten?.();
        this.#settle();
        return result;
      }
      this.#store.undo();
      if (answer === 'lost') throw new SiteLost('another node has the lease of this site');
    }
    throw new Error('the site is written to by another');
  }

  /** Brings to PostgreSQL what another connection wrote into the copy, and to the copy what it lacks. */
  async tidy(): Promise<void> {
    if (this.#isBehind) await this.#follow();
    const { seal } = standingOf(this.#parts.copy);
    if (this.#newSeals.all(seal).length > 0) await this.transact((store) => store.stage([]));
  }

  overwrite(): undefined {
    this.#store.overwrite();
  }

  /** It stands in PostgreSQL, and so it stands: a copy that cannot take it follows later. */
  #settle(): void {
    try {
      this.#store.settle();
    } catch {
      this.#isBehind = true;
    }
  }

  /**
   * PostgreSQL has a transaction that the copy has not. It is one of this run, whose answer was lost, or the lease did not keep another from
   * writing: its rows would be taken for this node's, which have the same seqs.
   */
  async #checkRun(): Promise<void> {
    const { link, siteId, by } = this.#parts;
    const { rows } = await link.use((client) =>
      client.query<{ run: string | null }>('SELECT run FROM vigil.sites WHERE site_id = $1', [siteId]),
    );
    if (rows[0]?.run !== by.run) throw new SiteLost('another wrote to this site under the same lease');
  }

  async #follow(): Promise<void> {
    const { copy, link, siteId } = this.#parts;
    try {
      await link.use((client) => bringForward(client, copy, siteId));
    } catch (error) {
      if (error instanceof CopyAstray)
        throw new SiteLost(`the group's database has lost what it had confirmed (${error.message})`);
      if (error instanceof NoSuchSite) throw new SiteLost('the site is in the group no more');
      throw error;
    }
    await this.#checkRun();
    this.#isBehind = false;
    // What the store knew of the copy is of before.
    this.#store.undo();
  }
}

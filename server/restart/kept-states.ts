/**
 * States of running visits, kept beside the journal so that a start folds the last minutes and not the whole stay (docs/adr/0037). The
 * journal stays the truth: what is missing, damaged, of other code or of another journal is not taken up, and nothing is lost by it.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { deserialize, serialize } from 'node:v8';
import type { VisitEvent } from '#core/event.ts';
import type { KeptVisit } from '../clinic/visit-desk.ts';
import type { RunningStream } from '../journal/journal.ts';
import { wipe } from './wipe.ts';

export interface Resumable {
  readonly kept: KeptVisit;
  readonly events: Iterable<VisitEvent>;
}

export interface KeptStates {
  /** What of this visit need not be folded again, and the events that must; undefined: all of them. */
  load(stream: Pick<RunningStream, 'visitId' | 'since'>): Resumable | undefined;
  /** Not at once, and never two of one visit at a time. What cannot be written is told, and missed by nobody. */
  keep(visitId: string, visit: KeptVisit): void;
  /** Nothing of any visit but these stays on the disk. */
  keepOnly(visitIds: ReadonlySet<string>): void;
  /** Resolves when what was begun is done. */
  close(): Promise<void>;
}

export interface KeptStatesOptions {
  /** Made when absent. */
  readonly folder: string;
  readonly siteId: string;
  /** See `foldedBy`. */
  readonly code: string;
  /** Told once. */
  readonly onFault: (error: unknown) => void;
}

const SUFFIX = '.state';
const DIGEST_BYTES = 32;

const digest = (body: Uint8Array): Buffer => createHash('sha256').update(body).digest();

interface Whose {
  readonly siteId: string;
  readonly code: string;
  readonly visitId: string;
}

export function openKeptStates({ folder, siteId, code, onFault }: KeptStatesOptions): KeptStates {
  /** By visit, what is being written or removed. */
  const busy = new Map<string, Promise<void>>();
  let isFaulty = false;
  const fault = (error: unknown): void => {
    if (!isFaulty) onFault(error);
    isFaulty = true;
  };
  const pathOf = (visitId: string): string => join(folder, `${encodeURIComponent(visitId)}${SUFFIX}`);
  const run = (visitId: string, work: () => Promise<void>): void => {
    const done = work()
      .catch(fault)
      .finally(() => busy.delete(visitId));
    busy.set(visitId, done);
  };
  const onDisk = new Set<string>();
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const name of readdirSync(folder))
      if (name.endsWith(SUFFIX)) onDisk.add(decodeURIComponent(name.slice(0, -SUFFIX.length)));
  } catch (error) {
    fault(error);
  }

  return {
    load({ visitId, since }) {
      if (!onDisk.has(visitId)) return undefined;
      try {
        const bytes = readFileSync(pathOf(visitId));
        const body = bytes.subarray(DIGEST_BYTES);
        if (!digest(body).equals(bytes.subarray(0, DIGEST_BYTES))) return undefined;
        const { whose, visit } = deserialize(body) as { readonly whose: Whose; readonly visit: KeptVisit };
        if (!isDeepStrictEqual(whose, { siteId, code, visitId })) return undefined;
        return resumable(visit, since);
      } catch (error) {
        fault(error);
        return undefined;
      }
    },
    keep(visitId, visit) {
      if (busy.has(visitId)) return;
      const whose: Whose = { siteId, code, visitId };
      const body = serialize({ whose, visit });
      onDisk.add(visitId);
      // Over what was there: nothing of a visit is left in blocks that nobody owns.
      run(visitId, () => writeFile(pathOf(visitId), Buffer.concat([digest(body), body]), { mode: 0o600 }));
    },
    keepOnly(visitIds) {
      for (const visitId of onDisk) {
        if (visitIds.has(visitId) || busy.has(visitId)) continue;
        onDisk.delete(visitId);
        run(visitId, () => wipe(pathOf(visitId)));
      }
    },
    async close() {
      await Promise.all(busy.values());
    },
  };
}

/** Only where the journal's row of that seq is the event it was kept after. */
function resumable(kept: KeptVisit, since: RunningStream['since']): Resumable | undefined {
  const { seq, last } = kept.trail;
  const rows = since(seq - 1)[Symbol.iterator]();
  const row = rows.next();
  if (row.done === true || !isDeepStrictEqual(asStored(row.value), asStored(last))) return undefined;
  return { kept, events: { [Symbol.iterator]: () => rows } };
}

const asStored = (event: VisitEvent): unknown => JSON.parse(JSON.stringify(event));

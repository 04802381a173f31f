/**
 * What a page made while it was alone, in IndexedDB until the server has answered for it: a page that is loaded anew tells it then.
 * A browser that forbids it or is full leaves it in memory, and nothing breaks.
 */
import { openDB } from 'idb';
import type { DBSchema } from 'idb';
import type { WatchedAlone } from '#core/alone/alone.ts';
import type { Role } from '#core/actor.ts';
import type { VisitCommand } from '#core/command.ts';
import type { Refusal } from '#core/refusal.ts';

interface OfChair {
  /** Makes a repeat harmless. */
  readonly commandId: string;
  readonly chairId: string;
  readonly visitId: string;
  /** Why the server would not have it; shown until somebody has seen it. */
  readonly refusal?: Refusal;
}

/** Who was named at this screen; null = nobody. */
export type Named = { readonly name: string; readonly role: Role } | null;

/** A stretch of time watched alone, with one person named at the screen, or nobody. */
export type Stretch = OfChair &
  WatchedAlone & {
    readonly staff: Named;
    /** It went up once, and no answer came: what was in it then may be recorded. */
    readonly sent?: true;
  };

/** A tap that waits for the link. */
export interface WaitingEntry extends OfChair {
  readonly command: VisitCommand;
  /** Clinic time. */
  readonly tappedAt: number;
  readonly staff: Named;
  /** Somebody else may have been here since: it goes once its person says so (UI-366). */
  readonly held?: true;
}

export interface AloneStore {
  /** In the order they were made. */
  load(chairId: string): Promise<{ readonly stretches: readonly Stretch[]; readonly entries: readonly WaitingEntry[] }>;
  keepStretch(stretch: Stretch): Promise<void>;
  keepEntry(entry: WaitingEntry): Promise<void>;
  forget(commandId: string): Promise<void>;
}

interface Schema extends DBSchema {
  stretches: { key: string; value: Stretch };
  entries: { key: string; value: WaitingEntry };
}
const DATABASE = 'vigil.alone';

export function openAloneStore(name: string = DATABASE): AloneStore {
  const opened = openDB<Schema>(name, 1, {
    upgrade(database) {
      database.createObjectStore('stretches', { keyPath: 'commandId' });
      database.createObjectStore('entries', { keyPath: 'commandId' });
    },
  }).catch(() => undefined);
  const quietly = (work: Promise<unknown> | undefined): Promise<void> =>
    Promise.resolve(work).then(
      () => undefined,
      () => undefined,
    );
  return {
    async load(chairId) {
      const database = await opened;
      const [stretches, entries] = await Promise.all([
        database?.getAll('stretches').catch(() => []) ?? [],
        database?.getAll('entries').catch(() => []) ?? [],
      ]);
      const here = (each: OfChair): boolean => each.chairId === chairId;
      return {
        stretches: stretches.filter(here).toSorted((a, b) => a.from - b.from),
        entries: entries.filter(here).toSorted((a, b) => a.tappedAt - b.tappedAt),
      };
    },
    keepStretch: async (stretch) => quietly((await opened)?.put('stretches', stretch)),
    keepEntry: async (entry) => quietly((await opened)?.put('entries', entry)),
    async forget(commandId) {
      const database = await opened;
      await quietly(database?.delete('stretches', commandId));
      await quietly(database?.delete('entries', commandId));
    },
  };
}

/**
 * The outbox's readings a second time in IndexedDB: a page that is loaded anew sends on what was not answered, each under the
 * identity it had. The outbox asks without waiting and the browser writes in that order.
 */
import { openDB } from 'idb';
import type { DBSchema, IDBPDatabase } from 'idb';
import type { OutboxStore } from '#gateway/outbox.ts';
import type { WireReading } from '#protocol/adapter-events.ts';

interface Schema extends DBSchema {
  readings: { key: number; value: WireReading };
}
const STORE = 'readings';

export interface ReadingMirror extends OutboxStore {
  readonly restored: readonly WireReading[];
  close(): void;
}

/**
 * @param onTrouble a sentence once the browser forbids it or is full; readings then live in memory alone. Null: it keeps again.
 */
export async function openReadingMirror(
  name: string,
  onTrouble: (sentence: string | null) => void,
): Promise<ReadingMirror> {
  const opened = await openAndRead(name).catch((error: unknown) => {
    onTrouble(`This browser keeps nothing (${nameOf(error)})`);
    return undefined;
  });
  if (!opened) return { restored: [], keep: () => false, forget: () => undefined, close: () => undefined };
  const { database, restored, keys } = opened;
  let nextKey = Math.max(0, ...keys.values()) + 1;
  let isKeeping = true;
  const failed = (error: unknown): void => {
    isKeeping = false;
    onTrouble(
      nameOf(error) === 'QuotaExceededError' ? 'This browser is full' : `This browser keeps nothing (${nameOf(error)})`,
    );
  };

  return {
    restored,
    keep(reading) {
      if (keys.has(reading)) return true;
      const key = nextKey++;
      keys.set(reading, key);
      database.put(STORE, reading, key).then(() => {
        if (!isKeeping) onTrouble(null);
        isKeeping = true;
      }, failed);
      return isKeeping;
    },
    forget(readings) {
      const gone = readings.flatMap((reading) => keys.get(reading) ?? []);
      for (const reading of readings) keys.delete(reading);
      if (gone.length > 0) void remove(database, gone).catch(failed);
    },
    close: () => database.close(),
  };
}

async function openAndRead(name: string): Promise<{
  readonly database: IDBPDatabase<Schema>;
  readonly restored: readonly WireReading[];
  readonly keys: Map<WireReading, number>;
}> {
  const database = await openDB<Schema>(name, 1, { upgrade: (fresh) => void fresh.createObjectStore(STORE) });
  const reads = database.transaction(STORE);
  const [restored, keys] = await Promise.all([reads.store.getAll(), reads.store.getAllKeys()]);
  return { database, restored, keys: new Map(restored.map((reading, index) => [reading, keys[index] ?? 0])) };
}

async function remove(database: IDBPDatabase<Schema>, keys: readonly number[]): Promise<void> {
  const writes = database.transaction(STORE, 'readwrite');
  await Promise.all([...keys.map((key) => writes.store.delete(key)), writes.done]);
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : String(error));

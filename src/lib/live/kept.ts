/** What this screen remembers between loads: where it stands, how it looks. Never who is at it, and never anything of a patient. */
export interface Kept {
  read<T>(key: string): T | null;
  keep(key: string, value: unknown): void;
  forget(key: string): void;
}

/** `storage` may be full, forbidden or hold anything: then nothing is remembered, and nothing breaks. */
export function keptIn(storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>): Kept {
  return {
    read<T>(key: string): T | null {
      try {
        return JSON.parse(storage.getItem(key) ?? 'null') as T | null;
      } catch {
        return null;
      }
    },
    keep(key, value) {
      try {
        storage.setItem(key, JSON.stringify(value));
      } catch {
        // Full or forbidden.
      }
    },
    forget(key) {
      try {
        storage.removeItem(key);
      } catch {
        // Forbidden.
      }
    },
  };
}

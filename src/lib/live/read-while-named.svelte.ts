/** What a page reads of one visit while somebody who may read it is named at this screen; gone with that person, and with the page. */
import { onDestroy, untrack } from 'svelte';
import type { Clinic } from './clinic.svelte.ts';
import type { Connection } from './connection.svelte.ts';
import { useLive } from './live.svelte.ts';

interface VisitReader {
  open(): void;
  close(): void;
  dispose(): void;
}

export interface NamedReading<Reader extends VisitReader> {
  readonly reader: Reader;
  readonly clinic: Clinic;
  /** The clinic is known, and nobody is named. */
  readonly nobody: boolean;
  readonly isConnected: boolean;
  readonly lostSince: number | null;
}

/** Call it while a component is made. */
export function readWhileNamed<Reader extends VisitReader>(
  make: (connection: Connection) => Reader,
): NamedReading<Reader> {
  const { clinic, connection } = useLive();
  const reader = untrack(() => make(connection));
  onDestroy(() => reader.dispose());
  const staffId = $derived(clinic.reader?.staffId);
  $effect(() => {
    const mayRead = staffId !== undefined;
    untrack(() => (mayRead ? reader.open() : reader.close()));
  });
  return {
    reader,
    clinic,
    get nobody() {
      return clinic.site !== null && staffId === undefined;
    },
    get isConnected() {
      return connection.state !== 'lost';
    },
    get lostSince() {
      return connection.state === 'lost' ? connection.lostSince : null;
    },
  };
}

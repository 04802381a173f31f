/** What goes wrong during a soak, at random moments: a line, a tablet, a sensor, the disk, an adapter's process. */
import { DatabaseSync } from 'node:sqlite';
import type { Random } from '../fuzz/random.ts';
import type { Day } from './day.ts';
import type { Place } from './places.ts';
import type { SoakAdapter } from './soak-adapter.ts';

export const FAULTS = [
  'adapter cut',
  'adapter renewed',
  'sensor silent',
  'screen killed',
  'screen closed',
  'station killed',
  'disk slow',
] as const;
export type Fault = (typeof FAULTS)[number];

export interface FaultParts {
  readonly day: Day;
  readonly random: Random;
  readonly database: string;
  readonly adapters: readonly SoakAdapter[];
  readonly chairs: readonly Place[];
  readonly stations: readonly Place[];
  readonly onFault: (fault: Fault) => void;
}

/** A chair meets one every so many minutes of clinic time. */
const EVERY_MIN = 12;

/** Until the clinic closes, when it rejects with `DayOver`. */
export async function faults(parts: FaultParts): Promise<never> {
  const { day, random, chairs, onFault } = parts;
  for (;;) {
    await day.wait((random.nat(2 * EVERY_MIN * 60_000) + 1_000) / chairs.length);
    const fault = FAULTS[random.nat(FAULTS.length)] ?? 'adapter cut';
    onFault(fault);
    inject(fault, parts);
  }
}

function inject(fault: Fault, { day, random, database, adapters, chairs, stations }: FaultParts): void {
  const one = <T>(of: readonly T[]): T => of[random.nat(of.length)] as T;
  const back = (place: Place): void => {
    void day.wait(5_000 + random.nat(60_000)).then(
      () => void place.here().catch(() => undefined),
      () => undefined,
    );
  };
  const leaves = (place: Place, abruptly: boolean): void => {
    place.leave(abruptly);
    back(place);
  };
  switch (fault) {
    case 'adapter cut':
      return one(adapters).cut(2_000 + random.nat(180_000));
    case 'adapter renewed':
      return one(adapters).renew();
    case 'sensor silent': {
      const adapter = one(adapters);
      adapter.isSilent = true;
      const speaks = (): void => void (adapter.isSilent = false);
      return void day.wait(5_000 + random.nat(60_000)).then(speaks, speaks);
    }
    case 'screen killed':
      return leaves(one(chairs), true);
    case 'screen closed':
      return leaves(one(chairs), false);
    case 'station killed':
      return leaves(one(stations), true);
    case 'disk slow':
      return hold(database, 100 + random.nat(2_000));
  }
}

/** Nobody else can write for so long (real ms), as when a disk hangs. */
function hold(database: string, ms: number): void {
  const db = new DatabaseSync(database);
  try {
    db.exec('PRAGMA busy_timeout = 50; BEGIN IMMEDIATE');
  } catch {
    db.close();
    return;
  }
  setTimeout(() => {
    db.exec('ROLLBACK');
    db.close();
  }, ms);
}

/** What a stand stands on: one server with its database, or the nodes of a group with their PostgreSQL. */
import type { VisitEvent } from '#core/event.ts';
import type { Random } from '../fuzz/random.ts';
import type { DrillChair } from './prepare-site.ts';

export interface Ground {
  readonly chairs: readonly DrillChair[];
  /** In which phase their visits are: outside of an infusion no BP is judged. */
  readonly phase: 'baseline' | 'infusion';
  /** Where clients come in now; undefined: nowhere. */
  readonly port: number | undefined;
  /** The most memory of a server that was seen, bytes. */
  readonly peakBytes: number;
  /** A server that ended without having been told to. */
  onDeath: (how: string) => void;
  look(chair: DrillChair): Look;
  /** Notes how much memory is taken now. */
  weigh(): Promise<void>;
  /** Gracefully, for what stands at the end to be looked at. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

/** @param folder the stand's own, gone with it */
export type OpenGround = (folder: string, chairs: number, random: Random) => Promise<Ground>;

/** The journal of one visit as another program sees it. */
export interface Look {
  /** `device epoch seq` of each reading of the drill that stands there. */
  readOn(): Promise<ReadonlySet<string>>;
  /** Those that stand there twice. */
  readonly doubled: readonly string[];
  /** Once everything has stopped: all events, and what is wrong with the chain of hashes. */
  whole(): Promise<{ readonly events: readonly VisitEvent[]; readonly broken: readonly string[] }>;
  close(): void;
}

/** Sees a reading that comes a second time. */
export class Seen {
  readonly identities = new Set<string>();
  readonly doubled: string[] = [];

  add(identity: string): void {
    if (this.identities.has(identity)) this.doubled.push(identity);
    this.identities.add(identity);
  }
}

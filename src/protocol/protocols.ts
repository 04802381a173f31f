/** A protocol as the pages show it: its numbers, every version there was, and which visits go on by another one. */
import type { ClinicalProtocol } from '#core/clinical-protocol.ts';
import type { Publication } from '#core/site-state.ts';
import type { Ack } from './answer.ts';

export interface PublishedVersion extends Omit<Publication, 'protocol'> {
  readonly version: number;
}

/** A visit that goes on: it keeps the version it was opened with. */
export interface BoundVisit {
  readonly chairId: string;
  readonly version: number;
}

export interface ProtocolRead {
  readonly protocol: ClinicalProtocol;
  /** The version before it; null: there was none. */
  readonly before: ClinicalProtocol | null;
  /** Newest first. */
  readonly versions: readonly PublishedVersion[];
  readonly visits: readonly BoundVisit[];
}

/** Part of `ScreenToServer`. */
export interface ProtocolRequests {
  /** Of whoever is shown the clinic. Without a version: the one in force. Asked again when `site:changed` tells of another version. */
  'protocol:read': (
    payload: { readonly protocolId: string; readonly version?: number },
    ack: Ack<ProtocolRead>,
  ) => void;
}

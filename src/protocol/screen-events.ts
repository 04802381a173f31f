/** Typed event maps of the `/screens` namespace, shared by server and browser. Inbound payloads are parsed by screen-schemas.ts. */
import type { Role } from '#core/actor.ts';
import type { SiteCommand, SiteState } from '#core/site-state.ts';
import type { VisitCommand } from '#core/command.ts';
import type { ChairView, TileView } from '#core/view.ts';
import type { Ack } from './answer.ts';

export type Place = { readonly kind: 'chair'; readonly chairId: string } | { readonly kind: 'station' };

/** What the client says in `io(..., { auth })`. `screenId` is made once per browser and kept in localStorage until enrolment exists. */
export interface ScreenHandshake {
  readonly protocol: string;
  readonly build: string;
  readonly screenId: string;
}

/** Clinic time by the server, every second. `rate` is 1 but in a sped-up demo. */
export interface ClockBeat {
  readonly now: number;
  readonly rate: number;
}

/** What every screen knows of the clinic. Sent on connect and when it changes. */
export interface SiteView {
  readonly name: string;
  readonly demo: boolean;
  readonly timeZone: string;
  readonly chairs: SiteState['chairs'];
  readonly devices: readonly (SiteState['devices'][number] & { readonly connected: boolean })[];
  /** Devices that announced themselves and are not registered. */
  readonly unknownDevices: readonly {
    readonly deviceId: string;
    readonly model: string;
    readonly emulated: boolean;
    readonly seenAt: number;
  }[];
  readonly protocols: readonly {
    readonly id: string;
    readonly version: number;
    readonly title: string;
    readonly treatment: 'infusion' | 'administration';
    readonly plannedMs: number;
  }[];
}

export interface SignedIn {
  readonly staffId: string;
  readonly name: string;
  readonly role: Role;
}

/** Changed top-level keys of one chair's view, each whole. `seq` counts the patches of this subscription: a hole means ask for a snapshot. */
export interface ChairPatch {
  readonly chairId: string;
  readonly visitId: string | null;
  readonly seq: number;
  readonly patch: Partial<ChairView>;
}
export interface ChairSnapshot {
  readonly chairId: string;
  readonly seq: number;
  readonly view: ChairView;
}
export interface TilePatch {
  readonly chairId: string;
  readonly visitId: string | null;
  readonly seq: number;
  readonly patch: Partial<TileView>;
}
export interface StationSnapshot {
  readonly tiles: readonly { readonly seq: number; readonly view: TileView }[];
}

export interface OpenVisit {
  readonly chairId: string;
  readonly protocolId: string;
  readonly patient: { readonly name: string; readonly birthDate: string; readonly recordNumber?: string };
}

export interface ScreenToServer {
  /** The place this page watches; a page watches one place, and a station may open chairs beside it. Answers with the snapshot. */
  'chair:watch': (payload: { readonly chairId: string }, ack: Ack<ChairSnapshot>) => void;
  'chair:unwatch': (payload: { readonly chairId: string }, ack: Ack) => void;
  'station:watch': (payload: Record<string, never>, ack: Ack<StationSnapshot>) => void;
  /** Until sign-in exists: a name and role chosen on the page; the server attaches the actor to the socket. */
  'staff:choose': (payload: { readonly name: string; readonly role: Role }, ack: Ack<SignedIn>) => void;
  'staff:leave': (payload: Record<string, never>, ack: Ack) => void;
  /** `commandId`, here and below, makes a repeat after a lost answer harmless: the first answer is given again. */
  'visit:open': (payload: OpenVisit & { readonly commandId: string }, ack: Ack<{ readonly visitId: string }>) => void;
  'visit:command': (
    payload: { readonly commandId: string; readonly visitId: string; readonly command: WireVisitCommand },
    ack: Ack,
  ) => void;
  'site:command': (payload: { readonly commandId: string; readonly command: SiteCommand }, ack: Ack) => void;
}

/** As in the core, but the corrected patient comes with a name; the server makes the id. */
export type WireVisitCommand =
  | Exclude<VisitCommand, { readonly type: 'patient:correct' }>
  | { readonly type: 'patient:correct'; readonly patient: OpenVisit['patient']; readonly reason: string };

export interface ServerToScreen {
  'clock:beat': (beat: ClockBeat) => void;
  'site:changed': (site: SiteView) => void;
  'chair:patch': (patch: ChairPatch) => void;
  'tile:patch': (patch: TilePatch) => void;
  /** Sent before a planned stop; the page keeps its values, greys them and reconnects. */
  'server:stopping': () => void;
}

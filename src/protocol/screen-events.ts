/** Typed event maps of the `/screens` namespace, shared by server and browser. Inbound payloads are parsed by screen-schemas.ts. */
import type { Standing } from '#core/access/reach.ts';
import type { Role } from '#core/actor.ts';
import type { WatchedAlone } from '#core/alone/alone.ts';
import type { VisitEvent } from '#core/event.ts';
import type { Message } from '#core/message.ts';
import type { OrderView } from '#core/orders/order-view.ts';
import type { VisitState } from '#core/visit-state.ts';
import type { Reading } from '#core/reading.ts';
import type { Refusal } from '#core/refusal.ts';
import type { RegisteredDevice, SiteCommand, SiteState } from '#core/site-state.ts';
import type { VisitCommand } from '#core/command.ts';
import type { BesideView, ChairView, PatientView, TileView } from '#core/view.ts';
import type { DeviceStatus } from './adapter-events.ts';
import type { Ack } from './answer.ts';
import type { AuditRequests } from './audit.ts';
import type { HistoryRequests } from './history.ts';
import type { ExchangeRequests } from './exchange.ts';
import type { KeepingRequests } from './keeping.ts';
import type { WhatIfRequests } from './what-if.ts';
import type { ProtocolRequests } from './protocols.ts';
import type { PlethBinary } from './pleth-samples.ts';
import type { QualityRequests } from './quality.ts';
import type { ReportRequests } from './report.ts';
import type { SeriesRequests } from './series.ts';
import type { ScheduleRequests, WirePlanCommand } from './schedule.ts';

export type Place = { readonly kind: 'chair'; readonly chairId: string } | { readonly kind: 'station' };

/** What the client says in `io(..., { auth })`. Which screen it is, and who is at it, its cookies prove. */
export interface ScreenHandshake {
  readonly protocol: string;
  readonly build: string;
  /** It goes on beside a server of another build that speaks the same protocol, and loads itself again when nothing is lost by it. */
  readonly waits?: true;
  /** Of a page of before, which is told to load again: it proves nothing. */
  readonly screenId?: string;
}

/** Clinic time by the server, every second. `rate` is 1 but in a sped-up demo. */
export interface ClockBeat {
  readonly now: number;
  readonly rate: number;
}

/** A registered device and what is known of it now. */
export interface DeviceOfSite extends RegisteredDevice, DeviceStatus {
  readonly connected: boolean;
  /** Why it is not connected, in words. */
  readonly reason?: string;
  /** When something last came from it. Absent while it is connected, and when it was never seen. */
  readonly lastSeenAt?: number;
  readonly lowBattery: boolean;
  /** Its adapter's disk is nearly full of readings that were not sent. */
  readonly storageNearlyFull?: true;
  /** Its model can be started by command; whether Vigil may is `cuffControl`. */
  readonly canControl?: true;
}

/** One reading of a watched device as it came, whatever became of it. `reading` is absent when it could not be read. */
export interface DeviceReading {
  readonly deviceId: string;
  /** Clinic time of its receipt. */
  readonly at: number;
  readonly reading?: Reading;
  /** Why it is in no visit. */
  readonly refusal?: Refusal;
  /** Clinic time minus the adapter's clock. */
  readonly clockOffsetMs?: number;
}

/** What every screen knows of the clinic. Sent on connect and when it changes. */
export interface SiteView {
  readonly name: string;
  readonly demo: boolean;
  readonly timeZone: string;
  /** Nobody has set up this clinic yet: its first page asks for that. */
  readonly isNew?: true;
  readonly chairs: SiteState['chairs'];
  readonly devices: readonly DeviceOfSite[];
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
    /** How long such a visit takes up its chair, as the schedule offers it. */
    readonly usualLengthMs?: number;
    /** When this version was put in force, and by whom; no name: Vigil shipped it. */
    readonly since?: number;
    readonly byName?: string;
  }[];
  /** False: the day is closed, and nobody is watched until it is opened again. Opening a visit opens it. */
  readonly dayOpen: boolean;
  readonly dayClosed?: { readonly at: number; readonly byName: string };
  /** Who waits for the ride, longest first. They are on no chair: a command about one names the visit. */
  readonly waiting?: readonly WaitingVisit[];
  /** Visits, also those that are over, with orders nobody has co-signed or disputed; longest first. Absent: none. */
  readonly unsigned?: readonly UnsignedVisit[];
  /** Names of the clinic's providers: who may have ordered something. */
  readonly providers: readonly string[];
  /** Chairs whose alerts no page can let be heard: to be said on every screen. */
  readonly unheard: readonly string[];
  /** The server's certificate runs out within three weeks, has run out, or cannot be renewed. Real time, not the clinic's. */
  readonly certificate?: { readonly endsAt: number; readonly reason?: string };
  /** It is one of a group: a provider at a station of it may be shown the chairs of others. */
  readonly inGroup?: true;
}

/** Ready to go home, off every device, and not gone yet. Every screen is told of it: nothing here says who it is. */
export interface WaitingVisit {
  readonly visitId: string;
  /** Where they were last. */
  readonly chairId: string;
  /** Absent when that chair was removed. */
  readonly chairName?: string;
  readonly since: number;
  readonly emergencySince?: number;
  /** A provider is called for them, or comes. */
  readonly call?: NonNullable<ChairView['providerCall']>;
  /** So many lines about them nobody has read; absent: none. */
  readonly unread?: number;
}

/** Verbal orders of one visit that want a signature. Every screen is told of it: nothing here says who the patient is. */
export interface UnsignedVisit {
  readonly visitId: string;
  /** Where it is, or was last. */
  readonly chairId: string;
  /** Absent when that chair was removed. */
  readonly chairName?: string;
  /** Absent while it goes on. */
  readonly endedAt?: number;
  /** When the oldest of them was recorded. */
  readonly since: number;
  /** Who must co-sign, one name for each order. */
  readonly orderedBy: readonly string[];
}

/** Whom it is about and what was ordered: for a screen at which somebody is named. */
export interface UnsignedNamed extends UnsignedVisit {
  readonly patient: PatientView | null;
  readonly orders: readonly OrderView[];
}

/** Who that is: for a screen at which somebody is named, as with the schedule (WS-177). */
export interface WaitingNamed {
  readonly visitId: string;
  readonly patient: PatientView | null;
  readonly ride?: { readonly name: string; readonly phone: string };
  /** A provider planned that they go without an escort. */
  readonly plannedWithout?: true;
  /** The lines nobody has read, oldest first. */
  readonly unread: readonly Message[];
}

export interface SignedIn {
  readonly staffId: string;
  readonly name: string;
  readonly role: Role;
}

export type { Standing };

/** What the server knows of this screen and of who is at it. */
export interface ScreenAccess {
  readonly screenId: string;
  /** Null: not enrolled; what is seen is what the person may. */
  readonly place: Standing | null;
  readonly staff: SignedIn | null;
  /** Nobody touched it for a while: vitals and alerts go on, acts need the PIN. */
  readonly locked: boolean;
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

/** Changed keys of what another chair's page is told of a chair; counted like the others. */
export interface BesidePatch {
  readonly chairId: string;
  readonly visitId: string | null;
  readonly seq: number;
  readonly patch: Partial<BesideView>;
}
export interface BesideSnapshot {
  readonly chairs: readonly { readonly seq: number; readonly view: BesideView }[];
}

/** Some of the pulse wave of a chair, as it comes. Not numbered and never sent again: a screen that is behind misses some. */
export interface ChairPleth {
  readonly chairId: string;
  /** Null while no visit is open there. */
  readonly visitId: string | null;
  /** Clinic time of the first sample. */
  readonly at: number;
  readonly sampleHz: number;
  readonly fullScale: number;
  /** int16 little-endian. */
  readonly samples: PlethBinary;
}

/** A visit as the screens may see it. `seq` counts its events since the server started. */
export interface FollowedVisit {
  readonly seq: number;
  readonly state: VisitState;
}
/** What happened next. `seq` is the first one's; a hole means follow anew. */
export interface FollowedEvents {
  readonly visitId: string;
  readonly seq: number;
  readonly events: readonly VisitEvent[];
}

export interface OpenVisit {
  readonly chairId: string;
  readonly protocolId: string;
  readonly patient: GivenPatient;
}

/** Who somebody is, as a person entered it. */
export interface GivenPatient {
  readonly name: string;
  /** ISO date. */
  readonly birthDate: string;
  readonly recordNumber?: string;
}

export interface ScreenToServer
  extends
    AuditRequests,
    ExchangeRequests,
    HistoryRequests,
    KeepingRequests,
    ProtocolRequests,
    QualityRequests,
    ReportRequests,
    ScheduleRequests,
    SeriesRequests,
    WhatIfRequests {
  /** The place this page watches; a page watches one place, and a station may open chairs beside it. Answers with the snapshot. */
  'chair:watch': (payload: { readonly chairId: string }, ack: Ack<ChairSnapshot>) => void;
  'chair:unwatch': (payload: { readonly chairId: string }, ack: Ack) => void;
  'station:watch': (payload: Record<string, never>, ack: Ack<StationSnapshot>) => void;
  /** The same tiles for a page that is no station: what is done on it is not done at one, and it listens for no chair. */
  'tiles:watch': (payload: Record<string, never>, ack: Ack<StationSnapshot>) => void;
  'tiles:unwatch': (payload: Record<string, never>, ack: Ack) => void;
  /** Alerts, emergency and who has the patient of every chair, without a patient's name: for the banners of a chair's page. */
  'beside:watch': (payload: Record<string, never>, ack: Ack<BesideSnapshot>) => void;
  'beside:unwatch': (payload: Record<string, never>, ack: Ack) => void;
  /** From now on the pulse wave of this chair, till `pleth:unwatch`. */
  'pleth:watch': (payload: { readonly chairId: string }, ack: Ack) => void;
  'pleth:unwatch': (payload: { readonly chairId: string }, ack: Ack) => void;
  /** Signal test: from now on what this device sends, till `device:unwatch`. Stored nowhere. */
  'device:watch': (payload: { readonly deviceId: string }, ack: Ack) => void;
  'device:unwatch': (payload: { readonly deviceId: string }, ack: Ack) => void;
  /** The one-time ticket of a sign-in by HTTP: this page, and no other of the same browser, acts as that person from now on. */
  'staff:session': (payload: { readonly ticket: string }, ack: Ack<SignedIn>) => void;
  /** Somebody touches this page: said at most every 15 s, so that it does not lock. */
  'staff:active': (payload: Record<string, never>, ack: Ack) => void;
  /** Refused to the nurse in charge of a chair this page watches, and to who covers: by hand-over or cover first, or by saying that one stays in charge. */
  'staff:leave': (payload: { readonly staysInCharge?: boolean }, ack: Ack) => void;
  /** Who waits for the ride, by visit. Asked again at `site:changed`. */
  'waiting:names': (payload: Record<string, never>, ack: Ack<{ readonly visits: readonly WaitingNamed[] }>) => void;
  /** What is to be co-signed, and whom it is about. Asked again at `site:changed`. */
  'orders:unsigned': (payload: Record<string, never>, ack: Ack<{ readonly visits: readonly UnsignedNamed[] }>) => void;
  /** `commandId`, here and below, makes a repeat after a lost answer harmless: the first answer is given again. */
  'visit:open': (payload: OpenVisit & { readonly commandId: string }, ack: Ack<{ readonly visitId: string }>) => void;
  'visit:command': (
    payload: {
      readonly commandId: string;
      readonly visitId: string;
      readonly command: WireVisitCommand;
      /** Clinic time of the tap, of a command given while the page was alone. */
      readonly tappedAt?: number;
      /** The kind of page, where it is not the chair's: a command that is sent again may come before the page watches anything. */
      readonly from?: 'station' | 'phone';
    },
    ack: Ack,
  ) => void;
  /** On which chair a visit is that was on another when a link to it was made; null: on none, it is over. */
  'visit:where': (payload: { readonly visitId: string }, ack: Ack<{ readonly chairId: string | null }>) => void;
  /** For a page with devices of its own: the state of the visit on a chair it watches, then its events, till `visit:unfollow`. */
  'visit:follow': (payload: { readonly visitId: string }, ack: Ack<FollowedVisit>) => void;
  'visit:unfollow': (payload: { readonly visitId: string }, ack: Ack) => void;
  /** What this page watched alone while the server was away; before the commands and the readings of that time. */
  'visit:join': (payload: { readonly commandId: string; readonly visitId: string } & WatchedAlone, ack: Ack) => void;
  'site:command': (payload: { readonly commandId: string; readonly command: WireSiteCommand }, ack: Ack) => void;
  /**
   * Each chair page and station says once a second whether it can sound: `canSound` = audio running and its clock advancing. Without
   * it for 3 s its sound goes elsewhere. `hasSound`: this place has something to let be heard, see `view.sound`.
   */
  'screen:sound': (
    payload: { readonly canSound: boolean; readonly visible: boolean; readonly place: Place },
    ack: Ack<{ readonly hasSound: boolean }>,
  ) => void;
  /** Somebody is at this station and listens: a tap, sent again with each use; it counts for 10 min. */
  'station:listen': (payload: Record<string, never>, ack: Ack) => void;
  'station:leave-sound': (payload: Record<string, never>, ack: Ack) => void;
  /** Low and medium sound at the station while it listens; high always at the chair too. Of the visit that is there. */
  'chair:quiet': (payload: { readonly chairId: string; readonly quiet: boolean }, ack: Ack) => void;
}

/** As in the core, but the corrected patient comes with a name; the server makes the id. */
export type WireVisitCommand =
  | Exclude<VisitCommand, { readonly type: 'patient:correct' }>
  | { readonly type: 'patient:correct'; readonly patient: OpenVisit['patient']; readonly reason: string };

/** About the clinic and its schedule. */
export type WireSiteCommand = SiteCommand | WirePlanCommand;

export interface ServerToScreen {
  'clock:beat': (beat: ClockBeat) => void;
  'site:changed': (site: SiteView) => void;
  /** At connect, and when something of it is another. */
  'access:changed': (access: ScreenAccess) => void;
  /** Something on the schedule is another: who shows it asks again. */
  'schedule:changed': () => void;
  'chair:patch': (patch: ChairPatch) => void;
  'tile:patch': (patch: TilePatch) => void;
  /** Of several chairs that changed at nearly the same time. */
  'tile:patches': (patches: readonly TilePatch[]) => void;
  'beside:patch': (patch: BesidePatch) => void;
  'visit:events': (events: FollowedEvents) => void;
  'pleth:packet': (packet: ChairPleth) => void;
  'device:reading': (reading: DeviceReading) => void;
  /** Sent before a planned stop; the page keeps its values, greys them and reconnects. */
  'server:stopping': () => void;
  /** At connect, to a page that waits: which build serves it now. */
  'server:build': (build: string) => void;
}

/** The site stream: chairs, registered devices and their bindings, published protocols, people, screens and adapters (docs/SPEC.md, DV, PH and SEC). */
import type { AdmittedAdapter, EnrolledScreen, ScreenCommand, ScreenEventBody } from './access/screen.ts';
import type { FormerStaff, Staff, StaffCommand, StaffEventBody } from './access/staff.ts';
import type { ClinicalProtocol } from './clinical-protocol.ts';
import type { Recorded } from './event.ts';
import type { Hold, KeepingCommand, KeepingEventBody, Retention } from './keeping/retention.ts';
import type { Instant } from './reading.ts';

/** Names of the device table in src/devices/device-table.ts. */
export type DeviceModel = string;

export interface Chair {
  readonly chairId: string;
  readonly name: string;
}

export interface RegisteredDevice {
  readonly deviceId: string;
  readonly model: DeviceModel;
  /** A monitor is both, on one line. */
  readonly kind: 'oximeter' | 'cuff' | 'monitor';
  readonly label: string;
  readonly emulated: boolean;
  /** Absent = registered, on no chair. */
  readonly chairId?: string;
  /** The clinic lets Vigil start this very cuff. Absent = it measures by its own button and schedule alone. */
  readonly cuffControl?: true;
}

/** No longer the clinic's: it feeds nothing, and a reading of it is refused by its name. */
export interface RetiredDevice {
  readonly deviceId: string;
  readonly label: string;
  readonly emulated: boolean;
  readonly retiredAt: Instant;
}

/** One version of a protocol that was put in force. */
export interface Publication {
  readonly protocol: ClinicalProtocol;
  readonly at: Instant;
  /** Absent: Vigil shipped it. */
  readonly byName?: string;
  readonly reason?: string;
  /** The medical director or the provider who approved it, as the administrator says. */
  readonly approvedBy?: string;
  /** That name was nobody's of the clinic's providers then. */
  readonly approverIsNoProvider?: true;
}

export interface SiteState {
  readonly name: string;
  /** A demo site takes emulated devices only and is marked on every screen; a real one refuses them. */
  readonly demo: boolean;
  readonly timeZone: string;
  /** In their places on the station. */
  readonly chairs: readonly Chair[];
  readonly devices: readonly RegisteredDevice[];
  /** Those not registered again since. */
  readonly retired: readonly RetiredDevice[];
  /** The newest version of each. */
  readonly protocols: readonly ClinicalProtocol[];
  /** Every version there ever was, oldest first. Absent: none. */
  readonly publications?: readonly Publication[];
  /** Nobody is watched until somebody opens the day again. Absent while it is open. */
  readonly dayClosed?: { readonly at: Instant; readonly byName: string };
  /** Nobody has set up the clinic yet, and it never had a chair. */
  readonly isNew?: true;
  readonly staff: readonly Staff[];
  /** Their names are nobody else's, for ever. */
  readonly formerStaff: readonly FormerStaff[];
  readonly screens: readonly EnrolledScreen[];
  readonly adapters: readonly AdmittedAdapter[];
  /** Absent: everything is kept. */
  readonly retention?: Retention;
  /** Absent: none was ever held. */
  readonly holds?: readonly Hold[];
}

export type SiteEventBody =
  | { readonly type: 'site-founded'; readonly name: string; readonly demo: boolean; readonly timeZone: string }
  /** The first run: what a person said of the clinic. Its chairs follow. */
  | {
      readonly type: 'site-set-up';
      readonly name: string;
      readonly timeZone: string;
      readonly administratorName: string;
    }
  | { readonly type: 'chair-added'; readonly chairId: string; readonly name: string }
  | { readonly type: 'chair-renamed'; readonly chairId: string; readonly name: string }
  | { readonly type: 'chair-removed'; readonly chairId: string }
  | {
      readonly type: 'device-registered';
      readonly deviceId: string;
      readonly model: DeviceModel;
      readonly kind: RegisteredDevice['kind'];
      readonly label: string;
      readonly emulated: boolean;
    }
  | { readonly type: 'device-bound'; readonly deviceId: string; readonly chairId: string }
  | { readonly type: 'device-released'; readonly deviceId: string }
  | { readonly type: 'device-retired'; readonly deviceId: string }
  | { readonly type: 'device-control-set'; readonly deviceId: string; readonly allowed: boolean }
  /** Without `reason` and `approvedBy`: of what Vigil ships. */
  | {
      readonly type: 'protocol-published';
      readonly protocol: ClinicalProtocol;
      readonly reason?: string;
      readonly approvedBy?: string;
    }
  | { readonly type: 'wall-clock-stepped'; readonly byMs: number }
  | { readonly type: 'day-closed'; readonly byName: string }
  | { readonly type: 'day-opened'; readonly byName: string }
  | KeepingEventBody
  | StaffEventBody
  | ScreenEventBody;
export type SiteEvent = Recorded<SiteEventBody>;

export type SiteCommand =
  | { readonly type: 'chair:add'; readonly name: string }
  | { readonly type: 'chair:rename'; readonly chairId: string; readonly name: string }
  | { readonly type: 'chair:remove'; readonly chairId: string }
  | {
      readonly type: 'device:register';
      readonly deviceId: string;
      readonly model: DeviceModel;
      readonly label: string;
      readonly emulated: boolean;
    }
  | { readonly type: 'device:bind'; readonly deviceId: string; readonly chairId: string }
  | { readonly type: 'device:release'; readonly deviceId: string }
  /** In one act: from where it stands to this chair, and `insteadOf` (what measures the same there) off it. */
  | {
      readonly type: 'device:move';
      readonly deviceId: string;
      readonly chairId: string;
      readonly insteadOf?: string;
    }
  | { readonly type: 'device:retire'; readonly deviceId: string }
  /** May Vigil start and stop this cuff? */
  | { readonly type: 'device:control'; readonly deviceId: string; readonly allowed: boolean }
  /** Both are asked for; a page of before does not send them. */
  | {
      readonly type: 'protocol:publish';
      readonly protocol: ClinicalProtocol;
      readonly reason?: string;
      readonly approvedBy?: string;
    }
  /** Nobody is treated any more today: disarms whoever watches the server from outside. */
  | { readonly type: 'day:close' }
  | { readonly type: 'day:open' }
  | KeepingCommand
  | StaffCommand
  | ScreenCommand;

/** Which event types this build writes and reads, at which version, and how older ones are brought forward (docs/SPEC.md, JR). */
import type { AuditEventBody } from '#core/audit/audit-event.ts';
import type { VisitEventBody } from '#core/event.ts';
import type { PlanEventBody } from '#core/schedule/plan.ts';
import type { SiteEventBody } from '#core/site-state.ts';
import type { StreamRemoved } from './tombstones.ts';

export type EventType =
  | VisitEventBody['type']
  | SiteEventBody['type']
  | PlanEventBody['type']
  | AuditEventBody['type']
  | StreamRemoved['type'];

/** The version each type is written at. A changed shape gets the next number and an upcaster from the one before. */
export const EVENT_VERSIONS = {
  'visit-opened': 1,
  'identity-confirmed': 1,
  'set-up-recorded': 1,
  'probe-seen-on': 1,
  'baseline-frozen': 1,
  'baseline-corrected': 1,
  'hold-approved': 1,
  'hold-withdrawn': 1,
  'limits-changed': 1,
  'infusion-started': 1,
  'device-given': 1,
  'pump-paused': 1,
  'pump-resumed': 1,
  'infusion-ended': 1,
  'infusion-reopened': 1,
  'pump-volume-read': 1,
  'recovery-decided': 1,
  'monitoring-ended': 1,
  'monitoring-reopened': 1,
  'criterion-checked': 1,
  'criterion-overridden': 1,
  'waiting-for-ride': 1,
  'visit-ended': 1,
  'chair-changed': 1,
  'patient-corrected': 1,
  'emergency-declared': 1,
  'emergency-ended': 1,
  'entry-recorded': 1,
  'reading-recorded': 1,
  'bp-entered': 1,
  'cuff-asked': 1,
  'cuff-stop-asked': 1,
  'cuff-refused': 1,
  'adapter-connected': 1,
  'adapter-disconnected': 1,
  'device-changed': 1,
  'sound-changed': 1,
  'quiet-set': 1,
  'page-sent': 1,
  'verbal-order-recorded': 1,
  'order-cosigned': 1,
  'order-disputed': 1,
  'record-closed': 1,
  'record-signed': 1,
  'addendum-added': 1,
  'nurse-changed': 1,
  'cover-begun': 1,
  'cover-ended': 1,
  'patient-attended': 1,
  'off-monitor-begun': 1,
  'off-monitor-ended': 1,
  'message-sent': 1,
  'message-read': 1,
  'provider-called': 1,
  'provider-answered': 1,
  'provider-call-withdrawn': 1,
  'watch-resumed': 1,
  'watched-alone': 1,
  'alert-issued': 1,
  'alert-raised': 1,
  'alert-lowered': 1,
  'alert-confirmed': 1,
  'alert-unconfirmed': 1,
  'alert-acknowledged': 1,
  'alert-audio-paused': 1,
  'alert-resounded': 1,
  'alert-escalated': 1,
  'alert-ended': 1,
  'latched-mark-cleared': 1,
  'excursion-found': 1,
  'site-founded': 1,
  'site-set-up': 1,
  'chair-added': 1,
  'chair-renamed': 1,
  'chair-removed': 1,
  'device-registered': 1,
  'device-bound': 1,
  'device-released': 1,
  'device-retired': 1,
  'device-control-set': 1,
  'protocol-published': 1,
  'wall-clock-stepped': 1,
  'day-closed': 1,
  'day-opened': 1,
  'staff-added': 1,
  'staff-removed': 1,
  'credential-set': 1,
  'screen-enrolled': 1,
  'screen-removed': 1,
  'adapter-admitted': 1,
  'adapter-removed': 1,
  'retention-set': 1,
  'visit-held': 1,
  'visit-released': 1,
  'visit-imported': 1,
  'stream-removed': 1,
  'visit-planned': 1,
  'plan-changed': 1,
  'plan-cancelled': 1,
  'plan-missed': 1,
  'plan-begun': 1,
  'plan-reopened': 1,
  'signed-in': 1,
  'sign-in-refused': 1,
  'session-ended': 1,
  locked: 1,
  unlocked: 1,
  'unlock-refused': 1,
  'code-made': 1,
  'code-used': 1,
  'code-refused': 1,
  'act-refused': 1,
  'connection-refused': 1,
  'record-read': 1,
  'export-made': 1,
  'record-sent': 1,
} as const satisfies Record<EventType, number>;

/** What an event says, without its envelope, as it was stored. */
export interface StoredBody {
  readonly type: string;
  readonly version: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** One step forward: to the next version, or to the type that took a retired one's place. */
export interface Upcaster {
  readonly type: string;
  readonly version: number;
  readonly body: (body: StoredBody['body']) => StoredBody['body'];
}

export interface EventRegistry {
  readonly versions: Readonly<Record<string, number>>;
  /** Keyed `type@version` of what is stored. */
  readonly upcasters: Readonly<Record<string, Upcaster>>;
}

export const EVENT_REGISTRY: EventRegistry = { versions: EVENT_VERSIONS, upcasters: {} };

/** Brings a stored body to the version this build folds. An event it does not know is a bug here: the start checks them all. */
export function upcast(stored: StoredBody, registry: EventRegistry = EVENT_REGISTRY): StoredBody {
  let { type, version, body } = stored;
  while (registry.versions[type] !== version) {
    const step = registry.upcasters[`${type}@${version}`];
    if (step === undefined) throw new Error(`No way from ${type} version ${version} to this build.`);
    body = step.body(body);
    ({ type, version } = step);
  }
  return { type, version, body };
}

/** @returns a sentence when this build cannot read the type at that version. */
export function whyUnknown(
  type: string,
  version: number,
  registry: EventRegistry = EVENT_REGISTRY,
): string | undefined {
  let at = { type, version };
  while (registry.versions[at.type] !== at.version) {
    const step = registry.upcasters[`${at.type}@${at.version}`];
    const known = registry.versions[at.type];
    if (step === undefined) {
      return known === undefined
        ? `it holds events of type "${type}", which this Vigil does not know`
        : `it holds "${type}" events of version ${version}; this Vigil knows version ${known}`;
    }
    at = step;
  }
  return undefined;
}

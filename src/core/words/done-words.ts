/**
 * What was done, for the audit: the words of a visit's events without anything that was written freely. A reason, a note, a line may
 * name a patient; they stand in the record of the visit.
 */
import type { VisitEvent } from '../event.ts';
import type { PlanEvent } from '../schedule/plan.ts';
import type { SiteEvent } from '../site-state.ts';
import { eventWords } from './event-words.ts';
import type { AlertNames } from './event-words.ts';
import { words } from './number-words.ts';

export function visitWords(event: VisitEvent, alerts: AlertNames): string {
  switch (event.type) {
    case 'entry-recorded':
      return entryWords(event, alerts);
    case 'message-sent':
      return `Line ${event.from === 'chair' ? 'from' : 'to'} the chair`;
    case 'infusion-ended': {
      const { text: _, ...plain } = event;
      return eventWords(plain, alerts) ?? words(event.type);
    }
    case 'set-up-recorded':
      return `Set-up recorded: ${Object.keys(event.setUp).map(fieldName).join(', ')}`;
    case 'cuff-asked':
      return 'BP asked of the cuff';
    case 'cuff-stop-asked':
      return 'Cuff stopped';
    case 'alert-audio-paused':
      return `Sound of ${alerts.get(event.alertId) ?? 'an alert'} paused`;
    default: {
      const plain = 'reason' in event ? ({ ...event, reason: '' } as VisitEvent) : event;
      return eventWords(plain, alerts) ?? words(event.type);
    }
  }
}

function entryWords(event: Extract<VisitEvent, { readonly type: 'entry-recorded' }>, alerts: AlertNames): string {
  const { entry } = event;
  if (entry.kind === 'note') return 'Note';
  const { text: _, ...plain } = entry as typeof entry & { readonly text?: string };
  return eventWords({ ...event, entry: plain as typeof entry }, alerts) ?? words(entry.kind);
}

/** `dose mg per kg` of `doseMgPerKg`. */
const fieldName = (key: string): string => key.replaceAll(/[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`);

/** Names here are of chairs, staff, screens and devices. */
export function siteWords(event: SiteEvent | PlanEvent): string {
  switch (event.type) {
    case 'site-founded':
    case 'site-set-up':
      return `Clinic ${event.type === 'site-founded' ? 'founded' : 'set up'}: ${event.name}`;
    case 'device-control-set':
      return `${event.deviceId}: Vigil ${event.allowed ? 'may' : 'may not'} start it`;
    case 'protocol-published':
      return `Protocol published: ${event.protocol.title}, version ${event.protocol.version}`;
    case 'wall-clock-stepped':
      return 'The computer’s clock was set';
    case 'credential-set':
      return `${event.credential === 'pin' ? 'PIN' : 'Password'} set`;
    case 'retention-set':
      return `Kept: visits ${years(event.visitYears)}, the audit ${years(event.auditYears)}`;
    default: {
      const about = aboutOf(event);
      return about === undefined ? words(event.type) : `${words(event.type)}: ${about}`;
    }
  }
}

const years = (kept: number | null): string => (kept === null ? 'for ever' : `${kept} years`);

function aboutOf(event: SiteEvent | PlanEvent): string | undefined {
  const told = event as { readonly label?: unknown; readonly name?: unknown; readonly deviceId?: unknown };
  return [told.label, told.name, told.deviceId].find((one) => typeof one === 'string');
}

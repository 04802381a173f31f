import { decideScreens } from '../access/decide-screens.ts';
import { decideStaff } from '../access/decide-staff.ts';
import type { Actor } from '../actor.ts';
import { mayGive } from '../authority.ts';
import { decideKeeping } from '../keeping/decide-keeping.ts';
import type { Result } from '../refusal.ts';
import type { SiteCommand, SiteEventBody, SiteState } from '../site-state.ts';
import { decideChair } from './decide-chair.ts';
import { decideDay } from './decide-day.ts';
import type { KnownModel } from './decide-device.ts';
import { decideDevice } from './decide-device.ts';
import { publish } from './publish.ts';

/** What `decideSite` may know beside the site itself. */
export interface SiteContext {
  readonly actor: Actor;
  readonly newId: () => string;
  /** No visit sits on this chair. */
  readonly isChairFree: (chairId: string) => boolean;
  /** Of each visit that waits for its ride, the chair it was on; absent: none waits. */
  readonly waitedFrom?: readonly string[];
  /** Names of the chairs whose patient this person has, as nurse in charge or covering. */
  readonly inChargeOf: (name: string) => readonly string[];
  /** Whether the record has this visit, running or over. Absent: none. */
  readonly knowsVisit?: (visitId: string) => boolean;
  /** The device table; `DeviceModel` of src/devices fits. */
  readonly models: readonly KnownModel[];
}

/** Answers a request with the facts it makes true, or with a refusal that names the way out. */
export function decideSite(state: SiteState, command: SiteCommand, ctx: SiteContext): Result<SiteEventBody[]> {
  const may = mayGive(ctx.actor, command.type);
  if (!may.ok) return may;
  switch (command.type) {
    case 'chair:add':
    case 'chair:rename':
    case 'chair:remove':
      return decideChair(state, command, ctx);
    case 'device:register':
    case 'device:bind':
    case 'device:release':
    case 'device:move':
    case 'device:retire':
    case 'device:control':
      return decideDevice(state, command, ctx);
    case 'protocol:publish':
      return publish(state, command, ctx.actor);
    case 'staff:add':
    case 'staff:remove':
      return decideStaff(state, command, ctx);
    case 'screen:remove':
    case 'adapter:remove':
      return decideScreens(state, command, ctx);
    case 'retention:set':
    case 'visit:hold':
    case 'visit:release':
      return decideKeeping(state, command, ctx);
    case 'day:close':
    case 'day:open':
      return decideDay(state, command, ctx);
    default:
      return command satisfies never;
  }
}

/** Who may give which command: one table (docs/SPEC.md, SEC). The actor is attached by the server, never read from a payload. */
import type { Actor, Role } from './actor.ts';
import type { VisitCommandType } from './command.ts';
import { NOBODY_NAMED } from './nobody-named.ts';
import type { Result } from './refusal.ts';
import { accept, refuse } from './refusal.ts';
import type { PlanCommandType } from './schedule/plan.ts';
import type { SiteCommand } from './site-state.ts';

/** Everything a person can ask for. */
export type Act = VisitCommandType | SiteCommand['type'] | PlanCommandType | 'visit:open' | 'chair:quiet' | AccessAct;
/** Makes a secret: the server gives it out, and the event follows when it is used. */
export type AccessAct = 'screen:code' | 'staff:code' | 'adapter:key';

/** `screen` = a screen at which nobody is named. */
type Giver = Role | 'screen';

const CLINICAL: readonly Giver[] = ['nurse', 'provider'];
/** What must not wait until somebody is named: it calms a sound, calls for aid, or records that the drug stopped. */
const URGENT: readonly Giver[] = ['nurse', 'provider', 'screen'];
const PROVIDER: readonly Giver[] = ['provider'];
const ADMINISTRATOR: readonly Giver[] = ['administrator'];
/** A dead oximeter is swapped in the middle of a visit, and the last to leave closes the day: whoever is there. */
const ANYBODY_NAMED: readonly Giver[] = ['nurse', 'provider', 'administrator'];
/** A clinic that is set up for the first time knows nobody yet. */
const ANYBODY: readonly Giver[] = [...ANYBODY_NAMED, 'screen'];

export const AUTHORITY: Readonly<Record<Act, readonly Giver[]>> = {
  'visit:open': CLINICAL,
  'identity:confirm': CLINICAL,
  'setup:record': CLINICAL,
  'baseline:freeze': CLINICAL,
  'baseline:correct': PROVIDER,
  'hold:approve': PROVIDER,
  'limits:change': PROVIDER,
  'infusion:start': CLINICAL,
  'device:give': CLINICAL,
  'pump:pause': URGENT,
  'pump:resume': CLINICAL,
  'infusion:end': CLINICAL,
  'infusion:reopen': CLINICAL,
  'pump:volume': CLINICAL,
  'recovery:decide': PROVIDER,
  'monitoring:end': CLINICAL,
  'monitoring:reopen': CLINICAL,
  'criterion:check': CLINICAL,
  'criterion:override': PROVIDER,
  'ride:wait': CLINICAL,
  'visit:end': CLINICAL,
  'visit:move': CLINICAL,
  'patient:correct': CLINICAL,
  'emergency:declare': URGENT,
  'emergency:end': CLINICAL,
  'nurse:take-over': CLINICAL,
  'cover:begin': CLINICAL,
  'cover:end': CLINICAL,
  'entry:record': CLINICAL,
  'bp:enter': CLINICAL,
  'cuff:measure': CLINICAL,
  'cuff:stop': CLINICAL,
  'alert:acknowledge': CLINICAL,
  'alert:pause-audio': URGENT,
  'mark:clear': CLINICAL,
  'patient:attended': CLINICAL,
  'off-monitor:begin': CLINICAL,
  'off-monitor:back': CLINICAL,
  'message:send': CLINICAL,
  'message:read': CLINICAL,
  'provider:call': URGENT,
  'provider:answer': PROVIDER,
  'provider:call-off': CLINICAL,
  'chair:quiet': CLINICAL,
  'chair:add': ADMINISTRATOR,
  'chair:rename': ADMINISTRATOR,
  'chair:remove': ADMINISTRATOR,
  'device:register': ANYBODY_NAMED,
  'device:bind': ANYBODY_NAMED,
  'device:release': ANYBODY_NAMED,
  'device:move': ANYBODY_NAMED,
  'device:retire': ADMINISTRATOR,
  'device:control': ADMINISTRATOR,
  'protocol:publish': ADMINISTRATOR,
  'day:close': ANYBODY_NAMED,
  'day:open': ANYBODY_NAMED,
  'plan:make': ANYBODY_NAMED,
  'plan:change': ANYBODY_NAMED,
  'plan:cancel': ANYBODY_NAMED,
  'plan:missed': ANYBODY_NAMED,
  'site:set-up': ANYBODY,
  'retention:set': ADMINISTRATOR,
  'visit:hold': ADMINISTRATOR,
  'visit:release': ADMINISTRATOR,
  'staff:add': ADMINISTRATOR,
  'staff:remove': ADMINISTRATOR,
  'staff:code': ADMINISTRATOR,
  'screen:code': ADMINISTRATOR,
  'screen:remove': ADMINISTRATOR,
  'adapter:key': ADMINISTRATOR,
  'adapter:remove': ADMINISTRATOR,
};

export const isProvider = (actor: Actor): boolean => actor.kind === 'staff' && actor.role === 'provider';

/** May this actor give this command? The refusal says who may. */
export function mayGive(actor: Actor, act: Act): Result<null> {
  const givers = AUTHORITY[act];
  switch (actor.kind) {
    case 'staff':
      if (givers.includes(actor.role)) return accept(null);
      if (givers === ADMINISTRATOR)
        return refuse(
          'not-allowed',
          'Chairs, protocols and what a device may do are changed by an administrator: ask one to do it.',
        );
      if (actor.role === 'administrator')
        return refuse('not-allowed', 'An administrator does not act on a visit: sign in as a nurse or a provider.');
      return refuse('needs-provider', 'Only a provider may do this: ask one to do it here or at the station.');
    case 'screen':
      if (givers.includes('screen')) return accept(null);
      return refuse('not-allowed', NOBODY_NAMED);
    case 'adapter':
    case 'system':
      return refuse('not-allowed', 'A person must do this: adapters and Vigil itself give no commands.');
  }
}

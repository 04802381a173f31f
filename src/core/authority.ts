/** Who may give which command: one table, printed in docs/SPEC.md (SEC). The actor is attached by the server, never read from a payload. */
import { ROLES } from './actor.ts';
import type { Actor, Role } from './actor.ts';
import type { VisitCommandType } from './command.ts';
import type { Reach } from './access/reach.ts';
import { NEEDS_PASSWORD, NOBODY_NAMED, SCREEN_LOCKED } from './nobody-named.ts';
import type { Result } from './refusal.ts';
import { accept, refuse } from './refusal.ts';
import type { PlanCommandType } from './schedule/plan.ts';
import type { SiteCommand } from './site-state.ts';

/** Everything a person can ask for. */
export type Act = VisitCommandType | SiteCommand['type'] | PlanCommandType | 'visit:open' | 'chair:quiet' | AccessAct;
/** Makes a secret: the server gives it out, and the event follows when it is used. */
export type AccessAct = 'screen:code' | 'staff:code' | 'adapter:key';

/** `screen` = a screen at which nobody is signed in, or that is locked: on its own chair. */
export type Giver = Role | 'screen';

const CLINICAL: readonly Giver[] = ['nurse', 'provider'];
/** What must not wait until somebody is named: it calms a sound, calls for aid, or records that the drug stopped. */
const URGENT: readonly Giver[] = ['nurse', 'provider', 'screen'];
const PROVIDER: readonly Giver[] = ['provider'];
/** On a provider's word: who has the word gives the thing itself. */
const NURSE: readonly Giver[] = ['nurse'];
const ADMINISTRATOR: readonly Giver[] = ['administrator'];
/** A dead oximeter is swapped in the middle of a visit, and the last to leave closes the day: whoever is there. */
const ANYBODY_NAMED: readonly Giver[] = ['nurse', 'provider', 'administrator'];

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
  'order:verbal': NURSE,
  'order:cosign': PROVIDER,
  'order:dispute': PROVIDER,
  'record:close': CLINICAL,
  'record:sign': PROVIDER,
  'record:addend': CLINICAL,
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

/** What a sign-in was made, or opened again, with. A PIN has few digits: it opens what is done beside a patient, never the clinic itself. */
export type Proof = 'pin' | 'password';

/** Who asks, from where, now. The server attaches all of it. */
export interface Asking {
  readonly actor: Actor;
  /** Of the chair it is about; of an act about no chair it decides nothing. */
  readonly reach: Reach;
  /** The screen has locked itself: whoever signed in there may have left. */
  readonly locked: boolean;
  /** Undefined: nobody is signed in. */
  readonly proof: Proof | undefined;
}

/**
 * May it be done, here and now? Whoever is signed in at an open screen gives what the role gives, on every chair. At a locked one, and
 * where nobody is signed in, only what must not wait, on the screen's own chair. What is an administrator's needs a sign-in by password.
 * The refusal names the way out.
 */
export function authorise({ actor, reach, locked, proof }: Asking, act: Act | 'unknown'): Result<null> {
  const givers = Object.hasOwn(AUTHORITY, act) ? AUTHORITY[act as Act] : [];
  switch (actor.kind) {
    case 'staff':
      return locked ? atTheScreen(givers, reach, locked) : byProof(givers, actor.role, proof);
    case 'screen':
      return atTheScreen(givers, reach, locked);
    case 'adapter':
    case 'system':
      return refuse('not-allowed', 'A person must do this: adapters and Vigil itself give no commands.');
    default:
      actor satisfies never;
      return refuse('not-allowed', NOBODY_NAMED);
  }
}

/** By the role alone, what `decide` asks: the server has asked `authorise` before, with the screen's reach and lock and the sign-in's proof. */
export const mayGive = (actor: Actor, act: Act): Result<null> =>
  authorise({ actor, reach: 'own', locked: false, proof: 'password' }, act);

function atTheScreen(givers: readonly Giver[], reach: Reach, locked: boolean): Result<null> {
  if (givers.includes('screen') && reach === 'own') return accept(null);
  return locked ? refuse('locked', SCREEN_LOCKED) : refuse('not-allowed', NOBODY_NAMED);
}

function byProof(givers: readonly Giver[], role: Role, proof: Proof | undefined): Result<null> {
  const may = byRole(givers, role);
  return may.ok && givers === ADMINISTRATOR && proof !== 'password' ? refuse('not-allowed', NEEDS_PASSWORD) : may;
}

function byRole(givers: readonly Giver[], role: Role): Result<null> {
  // `screen` is among the givers, and is no role.
  if (ROLES.includes(role) && givers.includes(role)) return accept(null);
  if (givers.length === 0) return refuse('not-allowed', 'Nobody gives this from a screen: load the page again.');
  if (givers === ADMINISTRATOR)
    return refuse(
      'not-allowed',
      'The clinic’s chairs, protocols, people, screens and adapters, and what a device may do, are changed by an administrator: ask one to do it.',
    );
  if (role === 'administrator')
    return refuse('not-allowed', 'An administrator does not act on a visit: sign in as a nurse or a provider.');
  if (givers === NURSE) return refuse('not-allowed', 'A provider gives this directly, not as a verbal order.');
  return refuse('needs-provider', 'Only a provider may do this: ask one to do it here or at the station.');
}

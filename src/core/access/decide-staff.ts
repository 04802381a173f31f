/** Who belongs to the clinic: a name is one person's for ever, and somebody can always sign in to change the rest. */
import type { Actor } from '../actor.ts';
import { isSamePerson } from '../care/care.ts';
import type { Result } from '../refusal.ts';
import { accept, refuse } from '../refusal.ts';
import type { SiteEventBody, SiteState } from '../site-state.ts';
import { said } from '../visit/said.ts';
import type { Credential, Staff, StaffCommand } from './staff.ts';

export interface StaffContext {
  readonly actor: Actor;
  readonly newId: () => string;
  /** Names of the chairs whose patient this person has, as nurse in charge or covering. */
  readonly inChargeOf: (name: string) => readonly string[];
}

export function decideStaff(state: SiteState, command: StaffCommand, ctx: StaffContext): Result<SiteEventBody[]> {
  if (command.type === 'staff:add') {
    const name = freePersonName(state, command.name);
    if (!name.ok) return name;
    return accept([{ type: 'staff-added', staffId: ctx.newId(), name: name.value, role: command.role }]);
  }
  const { staffId } = command;
  const found = personOf(state, staffId);
  if (!found.ok) return found;
  const { name } = found.value;
  if (ctx.actor.kind === 'staff' && ctx.actor.staffId === staffId)
    return refuse('conflict', 'You cannot remove yourself: ask another administrator to do it.');
  if (
    maySignInToSettings(found.value) &&
    !state.staff.some((each) => each !== found.value && maySignInToSettings(each))
  )
    return refuse(
      'conflict',
      `${name} is the last administrator with a password: nobody could change anything here any more. Give another one a password first.`,
    );
  const chairs = ctx.inChargeOf(name);
  if (chairs.length > 0 && command.confirmed !== true)
    return refuse(
      'needs-confirmation',
      `${name} has the patient on ${chairs.join(', ')}: let another nurse take over, or confirm. Until somebody takes over, ${name} stays the name in charge there.`,
    );
  return accept([{ type: 'staff-removed', staffId }]);
}

/** The secret was checked and its hash stored by the caller; this is the fact of it. */
export function decideCredential(
  state: SiteState,
  { staffId, credential, byStaffId }: { staffId: string; credential: Credential; byStaffId?: string },
): Result<SiteEventBody[]> {
  const found = personOf(state, staffId);
  if (!found.ok) return found;
  return accept([{ type: 'credential-set', staffId, credential, ...(byStaffId !== undefined && { byStaffId }) }]);
}

export const maySignInToSettings = ({ role, credentials }: Staff): boolean =>
  role === 'administrator' && credentials.includes('password');

function personOf(state: SiteState, staffId: string): Result<Staff> {
  const person = state.staff.find((each) => each.staffId === staffId);
  if (person) return accept(person);
  const former = state.formerStaff.find((each) => each.staffId === staffId);
  return refuse(
    'not-found',
    `${former?.name ?? 'This person'} is not of this clinic any more: look at the list again.`,
  );
}

/** How records name whoever was not a person, see `nameOf`. */
const NOT_A_PERSON = /^(unidentified|vigil|adapter)\b/i;

/** One spelling, and nobody's yet: the record of a visit names people by it for years. */
export function freePersonName(state: SiteState, given: string): Result<string> {
  const name = said(given.normalize('NFC').replace(/\s+/g, ' '), 'The name');
  if (!name.ok) return name;
  if (NOT_A_PERSON.test(name.value))
    return refuse('conflict', `“${name.value}” is how records name what no person did: enter a person’s name.`);
  const former = state.formerStaff.find((each) => isSamePerson(each.name, name.value));
  if (former)
    return refuse(
      'conflict',
      `${former.name} was a ${former.role} of this clinic, and stands in its records: enter a name that tells the two apart.`,
    );
  const other = state.staff.find((each) => isSamePerson(each.name, name.value));
  return other
    ? refuse('conflict', `There is ${other.name}, ${other.role}, already: enter a name that tells the two apart.`)
    : name;
}

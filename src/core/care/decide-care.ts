/** Taking over a patient, and covering for a while. Both are said by the one who receives, in their own name (PH-110, PH-113). */
import { nameOf } from '../actor.ts';
import type { CommandOf } from '../command.ts';
import type { DecideContext } from '../decide-context.ts';
import type { VisitEventBody } from '../event.ts';
import { accept, refuse } from '../refusal.ts';
import type { Result } from '../refusal.ts';
import type { VisitState } from '../visit-state.ts';
import { COVER_MS, isSamePerson } from './care.ts';

type CareCommand = CommandOf<'nurse:take-over' | 'cover:begin' | 'cover:end'>;

export function decideCare(state: VisitState, command: CareCommand, ctx: DecideContext): Result<VisitEventBody[]> {
  const name = nameOf(ctx.actor);
  switch (command.type) {
    case 'nurse:take-over':
      return takeOver(state, command.from, name);
    case 'cover:begin':
      return begin(state, name, ctx);
    case 'cover:end':
      return end(state, name);
    default:
      return command satisfies never;
  }
}

/** @param from whom the card named, which may not be so any more; null: nobody */
function takeOver({ setUp, care }: VisitState, from: string | null, name: string): Result<VisitEventBody[]> {
  const { nurseName } = setUp;
  if (nurseName !== undefined && isSamePerson(nurseName, name))
    return refuse(
      'conflict',
      care?.cover
        ? `You have this patient already: say that you are back, and the cover by ${care.cover.byName} ends.`
        : 'You have this patient already: who takes over from you chooses their own name at this screen first.',
    );
  if ((nurseName === undefined) !== (from === null) || !isSamePerson(nurseName ?? '', from ?? ''))
    return refuse('conflict', `${nurseName ?? 'Nobody'} has this patient by now: read the card again, then take over.`);
  return accept([{ type: 'nurse-changed', ...(nurseName !== undefined && { from: nurseName }), to: name }]);
}

function begin({ setUp, care }: VisitState, name: string, { now }: DecideContext): Result<VisitEventBody[]> {
  const { nurseName } = setUp;
  const cover = care?.cover;
  if (nurseName === undefined)
    return refuse('conflict', 'No nurse has this patient yet: take over instead of covering.');
  if (isSamePerson(nurseName, name))
    return refuse('conflict', 'You have this patient yourself: who covers for you chooses their own name first.');
  if (cover && now < cover.until && !isSamePerson(cover.byName, name))
    return refuse(
      'conflict',
      `${cover.byName} covers this patient: let ${cover.byName} or ${nurseName} end that first, or take over.`,
    );
  return accept([{ type: 'cover-begun', byName: name, until: now + COVER_MS }]);
}

function end({ setUp, care }: VisitState, name: string): Result<VisitEventBody[]> {
  const cover = care?.cover;
  if (!cover) return refuse('conflict', 'Nobody covers this patient: there is nothing to end.');
  const either = [cover.byName, ...(setUp.nurseName === undefined ? [] : [setUp.nurseName])];
  if (!either.some((each) => isSamePerson(each, name)))
    return refuse(
      'conflict',
      `This cover is ended by ${either.join(' or ')}: choose that name at this screen, or take over the patient.`,
    );
  return accept([{ type: 'cover-ended', byName: name }]);
}

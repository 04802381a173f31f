/** How every part of a page asks for something of a visit. Null = done; a refusal is shown beside the button that was pressed. */
import type { Refusal } from '#core/refusal.ts';
import type { WireVisitCommand } from '#protocol/screen-events.ts';

/** Of the visit that the part is drawn for. */
export type Give = (command: WireVisitCommand) => Promise<Refusal | null>;

/** Of the visit that is named. */
export type GiveTo = (visitId: string, command: WireVisitCommand) => Promise<Refusal | null>;

const NO_VISIT: Refusal = { code: 'no-visit', message: 'No visit on this chair: open a visit first.' };

/**
 * Keeps to the visit, also when the chair has another by the time it is called: an act of two commands, a field that says what was typed
 * while it is taken away (UI-436).
 * @param visitId null: none
 */
export function giveOf(visitId: string | null, giveTo: GiveTo): Give {
  return (command) => (visitId === null ? Promise.resolve(NO_VISIT) : giveTo(visitId, command));
}

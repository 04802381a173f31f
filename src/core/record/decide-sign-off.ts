import { nameOf } from '../actor.ts';
import type { CommandOf } from '../command.ts';
import type { DecideContext } from '../decide-context.ts';
import type { VisitEventBody } from '../event.ts';
import { ORDERED } from '../orders/ordered-words.ts';
import { openOrders } from '../orders/verbal-order.ts';
import type { Result } from '../refusal.ts';
import { accept, refuse } from '../refusal.ts';
import { said } from '../visit/said.ts';
import type { VisitState } from '../visit-state.ts';
import { ADDENDUM_MAX, NOT_SIGNED, signOffStep } from './sign-off.ts';

type SignOffCommand = CommandOf<'record:close' | 'record:sign' | 'record:addend'>;

export function decideSignOff(
  state: VisitState,
  command: SignOffCommand,
  ctx: DecideContext,
): Result<VisitEventBody[]> {
  const byName = nameOf(ctx.actor);
  if (state.imported)
    return refuse('conflict', 'This visit was made of a file of recorded vitals: nobody here answers for its record.');
  switch (command.type) {
    case 'record:close': {
      const { closed } = state.signOff ?? NOT_SIGNED;
      if (closed)
        return refuse('conflict', `${closed.byName} has closed this record already: a correction is an addendum.`);
      const contradictions = asSeen(command, ctx);
      return contradictions.ok
        ? accept([{ type: 'record-closed', byName, contradictions: contradictions.value }])
        : contradictions;
    }
    case 'record:sign': {
      const may = maySign(state);
      if (!may.ok) return may;
      const contradictions = asSeen(command, ctx);
      if (!contradictions.ok) return contradictions;
      const addenda = (state.signOff ?? NOT_SIGNED).addenda.map(({ addendumId }) => addendumId);
      const shown = addenda.length > 0 && { addenda };
      return accept([{ type: 'record-signed', byName, contradictions: contradictions.value, ...shown }]);
    }
    case 'record:addend': {
      const text = said(command.text, 'The text of the addendum');
      if (!text.ok) return text;
      if (text.value.length > ADDENDUM_MAX)
        return refuse('out-of-range', `An addendum has at most ${ADDENDUM_MAX} characters: write a second one.`);
      return accept([{ type: 'addendum-added', addendumId: ctx.newId(), text: text.value, byName }]);
    }
    default:
      return command satisfies never;
  }
}

function maySign(state: VisitState): Result<null> {
  const signOff = state.signOff ?? NOT_SIGNED;
  switch (signOffStep(signOff)) {
    case 'to-close':
      return refuse('not-ready', 'This record is not closed yet: close it first, then sign it.');
    case 'signed':
      return refuse(
        'conflict',
        `${signOff.signed?.byName} has signed this record already: a correction is an addendum.`,
      );
    case 'to-sign':
    case 'to-see': {
      const open = openOrders(state);
      if (open.length === 0) return accept(null);
      const which = open.map(({ orderedBy, command }) => `${ORDERED[command.type]} (${orderedBy})`).join(', ');
      return refuse('not-ready', `Co-sign or dispute first what was ordered by word of mouth: ${which}.`);
    }
  }
}

/** Whoever signs has seen the record as it stands now: every event of it, hence every sentence. */
function asSeen(
  { seen, seenSeq }: { readonly seen: number; readonly seenSeq: number },
  { record }: DecideContext,
): Result<readonly string[]> {
  if (!record) return refuse('unavailable', 'The record cannot be checked now: try again in a minute.');
  const { seq, contradictions } = record;
  if (seenSeq !== seq) return refuse('conflict', 'The record has changed since you read it: look again.');
  if (contradictions.length === seen) return accept(contradictions);
  return refuse(
    'conflict',
    `What does not agree in this record has changed since it was shown: ${contradictions.length} now, ${seen} then. Look again.`,
  );
}

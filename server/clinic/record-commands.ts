/**
 * Closing, signing and adding to the record of a visit that is over (PH-180): in memory or not, it is read from the disk first, for what
 * of it does not agree hangs on every reading.
 */
import { mayGive } from '#core/authority.ts';
import type { Actor } from '#core/actor.ts';
import type { DecideContext } from '#core/decide-context.ts';
import { accept, refuse } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';
import type { WireVisitCommand } from '#protocol/screen-events.ts';
import type { History } from '../history/history.ts';
import { commandVisit } from './visit-commands.ts';
import type { VisitCommandDeps } from './visit-commands.ts';

export type RecordCommand = Extract<WireVisitCommand, { readonly type: `record:${string}` }>;
export const isOfRecord = (command: WireVisitCommand): command is RecordCommand => command.type.startsWith('record:');

/** Readings that come late, or somebody else's signature: each makes it look again. */
const MOST_LOOKS = 5;

export interface RecordDeps extends VisitCommandDeps {
  readonly history: Pick<History, 'signing'> | undefined;
}

export async function commandRecord(
  deps: RecordDeps,
  visitId: string,
  command: RecordCommand,
  by: { readonly actor: Actor; readonly place: DecideContext['place']; readonly commandId?: string },
): Promise<Result<null>> {
  const { visits, durability, history } = deps;
  const may = mayGive(by.actor, command.type);
  if (!may.ok) return may;
  const here = visits.get(visitId);
  if (here && here.state.phase.name !== 'ended') return commandVisit(deps, visitId, command, by);
  if (!history) return refuse('unavailable', 'This server cannot read past visits: the record cannot be signed here.');
  for (let look = 0; look < MOST_LOOKS; look += 1) {
    await durability.all();
    const found = await history.signing(visitId);
    if (!found.ok) return found;
    const { seq, events, contradictions } = found.value;
    if (seq !== headOf(deps, visitId)) continue;
    // A server that has started anew since knows the repeat by what is in the journal.
    if (by.commandId !== undefined && events.some(({ commandId }) => commandId === by.commandId)) return accept(null);
    if (!visits.get(visitId)) visits.restoreUnsigned(events);
    return commandVisit(deps, visitId, command, { ...by, record: { seq, contradictions } });
  }
  return refuse('unavailable', 'Values of this visit are still coming in: try again in a minute.');
}

const headOf = ({ journal }: RecordDeps, visitId: string): number | undefined =>
  journal.streams().find(({ stream }) => stream.kind === 'visit' && stream.id === visitId)?.seq;

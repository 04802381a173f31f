import type { Result } from '../refusal.ts';
import { accept, refuse } from '../refusal.ts';
import type { SiteCommand, SiteEventBody, SiteState } from '../site-state.ts';
import { said } from '../visit/said.ts';

type ChairCommand = Extract<SiteCommand, { readonly type: 'chair:add' | 'chair:rename' | 'chair:remove' }>;

export function decideChair(
  state: SiteState,
  command: ChairCommand,
  ctx: { readonly newId: () => string; readonly isChairFree: (chairId: string) => boolean },
): Result<SiteEventBody[]> {
  if (command.type === 'chair:add') {
    const name = freeName(state, command.name);
    return name.ok ? accept([{ type: 'chair-added', chairId: ctx.newId(), name: name.value }]) : name;
  }
  const { chairId } = command;
  const chair = state.chairs.find((each) => each.chairId === chairId);
  if (!chair) return refuse('not-found', 'There is no such chair: it was removed before.');
  switch (command.type) {
    case 'chair:rename': {
      const name = freeName(state, command.name, chairId);
      return name.ok ? accept([{ type: 'chair-renamed', chairId, name: name.value }]) : name;
    }
    case 'chair:remove': {
      const device = state.devices.find((each) => each.chairId === chairId);
      if (device) return refuse('conflict', `${chair.name} still has “${device.label}”: release the device first.`);
      if (!ctx.isChairFree(chairId))
        return refuse('conflict', `${chair.name} has a visit: end it, or move it to another chair first.`);
      return accept([
        ...state.screens
          .filter(({ place }) => place.kind === 'chair' && place.chairId === chairId)
          .map(({ screenId }) => ({ type: 'screen-removed', screenId }) as const),
        { type: 'chair-removed', chairId },
      ]);
    }
    default:
      return command satisfies never;
  }
}

/** Two chairs called alike would be mistaken for each other, whatever the capitals. */
function freeName(state: SiteState, given: string, ofChairId?: string): Result<string> {
  const name = said(given, 'The name of the chair');
  if (!name.ok) return name;
  const same = (other: string): boolean => other.toLowerCase() === name.value.toLowerCase();
  const taken = state.chairs.some((chair) => chair.chairId !== ofChairId && same(chair.name));
  return taken ? refuse('conflict', `There is a chair called ${name.value} already: choose another name.`) : name;
}

/** Which screens have a place, and which adapters may send. Codes, tokens and keys were checked by the caller. */
import type { Result } from '../refusal.ts';
import { accept, refuse } from '../refusal.ts';
import type { SiteEventBody, SiteState } from '../site-state.ts';
import { said } from '../visit/said.ts';
import type { AdmittedAdapter, EnrolledScreen, ScreenCommand } from './screen.ts';

export function decideScreens(
  state: SiteState,
  command: ScreenCommand,
  { isChairFree }: { readonly isChairFree: (chairId: string) => boolean },
): Result<SiteEventBody[]> {
  switch (command.type) {
    case 'screen:remove': {
      const { screenId, confirmed } = command;
      const screen = state.screens.find((each) => each.screenId === screenId);
      if (!screen) return refuse('not-found', 'This screen is not enrolled any more: look at the list again.');
      const { place } = screen;
      // Its page's own devices bring readings of its own chair alone: a visit there is all it can feed.
      if (place.kind === 'chair' && !isChairFree(place.chairId) && confirmed !== true) {
        const chair = state.chairs.find(({ chairId }) => chairId === place.chairId)?.name ?? 'its chair';
        return refuse(
          'needs-confirmation',
          `A visit is on ${chair}: without this screen nobody there sees or hears it, and what its page brings by its own devices ends. Put another screen there first, or confirm.`,
        );
      }
      return accept([{ type: 'screen-removed', screenId }]);
    }
    case 'adapter:remove': {
      const { adapterId } = command;
      return state.adapters.some((each) => each.adapterId === adapterId)
        ? accept([{ type: 'adapter-removed', adapterId }])
        : refuse('not-found', 'This adapter has no key any more: look at the list again.');
    }
    default:
      return command satisfies never;
  }
}

/**
 * A screen enrolled anew has its new place alone.
 * @param given.insteadOf what the same browser was before: it ends in the same act
 */
export function decideEnrol(
  state: SiteState,
  { screenId, label: given, place, insteadOf }: EnrolledScreen & { readonly insteadOf?: string },
): Result<SiteEventBody[]> {
  const label = said(given, 'The label of the screen');
  if (!label.ok) return label;
  if (place.kind === 'chair' && !state.chairs.some(({ chairId }) => chairId === place.chairId))
    return refuse('not-found', 'There is no such chair: it was removed before.');
  const before = state.screens.filter((each) => each.screenId === insteadOf && each.screenId !== screenId);
  return accept([
    ...before.map((each) => ({ type: 'screen-removed', screenId: each.screenId }) as const),
    { type: 'screen-enrolled', screenId, label: label.value, place },
  ]);
}

/** Again for the same adapter: what it may send is this alone, from now on. */
export function decideAdmit(
  state: SiteState,
  { adapterId, label: given, devices }: AdmittedAdapter,
): Result<SiteEventBody[]> {
  if (adapterId.startsWith('screen:'))
    return refuse('conflict', 'An id that begins with “screen:” is a page’s own: give the adapter another one.');
  const label = said(given, 'The label of the adapter');
  if (!label.ok) return label;
  if (devices === 'all') return accept([{ type: 'adapter-admitted', adapterId, label: label.value, devices }]);
  if (devices.length === 0) return refuse('not-ready', 'An adapter needs a device to send: choose one at least.');
  const unknown = devices.find((deviceId) => !state.devices.some((each) => each.deviceId === deviceId));
  if (unknown !== undefined) return refuse('unknown-device', `Device ${unknown} is not registered: register it first.`);
  return accept([{ type: 'adapter-admitted', adapterId, label: label.value, devices: [...new Set(devices)] }]);
}

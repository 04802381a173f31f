/** What may be entered while the server is away: what was done or seen at the chair. What somebody must check first waits for the link. */
import type { VisitCommandType } from '../command.ts';
import type { Result } from '../refusal.ts';
import { accept, refuse } from '../refusal.ts';
import type { VisitState } from '../visit-state.ts';

/** `true`: may. Else what it is, as the start of a sentence. */
export const MAY_ALONE: Readonly<Record<VisitCommandType, true | string>> = {
  'pump:pause': true,
  'pump:resume': true,
  'pump:volume': true,
  'infusion:end': true,
  'device:give': true,
  'entry:record': true,
  'bp:enter': true,
  'alert:acknowledge': true,
  'alert:pause-audio': true,
  'mark:clear': true,
  'patient:attended': true,
  'emergency:declare': true,
  'message:read': true,
  'message:send': 'A line to the station',
  'provider:call': 'Calling a provider from this page',
  'provider:answer': 'An answer to a call',
  'provider:call-off': 'Calling off a call',
  'off-monitor:begin': 'Going off the monitor',
  'off-monitor:back': 'The end of “off monitor”',
  'cuff:measure': 'A measurement by the cuff',
  'cuff:stop': 'Stopping the cuff from here',
  'emergency:end': 'The end of an emergency',
  'order:verbal': 'A verbal order',
  'order:cosign': 'A co-signature',
  'order:dispute': 'Disputing an order',
  'record:close': 'Closing the record',
  'record:sign': 'Signing the record',
  'record:addend': 'An addendum',
  'nurse:take-over': 'A hand-over',
  'cover:begin': 'A cover',
  'cover:end': 'The end of a cover',
  'identity:confirm': 'Confirming the identity',
  'setup:record': 'The set-up',
  'baseline:freeze': 'Freezing the baseline',
  'baseline:correct': 'Correcting the baseline',
  'hold:approve': 'Approving a hold',
  'limits:change': 'Changing a limit',
  'infusion:start': 'Starting the infusion',
  'infusion:reopen': 'Restoring the infusion',
  'recovery:decide': "A provider's decision",
  'monitoring:end': 'The end of monitoring',
  'monitoring:reopen': 'Restoring monitoring',
  'criterion:check': 'A discharge criterion',
  'criterion:override': 'Overriding a criterion',
  'ride:wait': 'Waiting for the ride',
  'visit:end': 'The end of the visit',
  'visit:move': 'Moving to another chair',
  'patient:correct': 'Correcting the patient',
};

/** What stands on a command that waits for the link, on the page and, with a tap's time, at the server. */
export const waitsForLink = (what: string): ReturnType<typeof refuse> =>
  refuse('not-allowed', `${what} needs the connection to Vigil: others must see it. Do it when the link is back.`);

export function mayAlone(state: VisitState, type: VisitCommandType): Result<null> {
  const may = MAY_ALONE[type];
  if (may !== true) return waitsForLink(may);
  // The first device is the start, and a start is checked.
  if (type === 'device:give' && state.phase.name === 'baseline') return waitsForLink('The first device');
  return accept(null);
}

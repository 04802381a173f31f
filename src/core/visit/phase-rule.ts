/** In which phases each command makes sense, and what to do instead (docs/SPEC.md, PH). */
import type { VisitCommandType } from '../command.ts';
import { PHASE_NAMES } from '../phase.ts';
import type { PhaseName } from '../phase.ts';
import type { Result } from '../refusal.ts';
import { accept, refuse } from '../refusal.ts';
import type { VisitState } from '../visit-state.ts';

interface PhaseRule {
  /** What the command does, as the start of a sentence. */
  readonly act: string;
  readonly phases: readonly PhaseName[];
  /** The way out for somebody in another phase. */
  readonly wayOut: string;
}

const BEFORE: readonly PhaseName[] = ['baseline'];
const DURING: readonly PhaseName[] = ['infusion'];
const AFTER: readonly PhaseName[] = ['recovery', 'discharge'];
const UNTIL_ENDED: readonly PhaseName[] = ['baseline', 'infusion', ...AFTER];

const REOPEN_INFUSION = 'If it has not ended after all, say “Not ended after all” in recovery.';
const ANY_TIME = 'Open a new visit.';
const END_FIRST = 'End the visit first.';

export const PHASE_RULES: Readonly<Record<VisitCommandType, PhaseRule>> = {
  'identity:confirm': { act: 'Confirming the identity', phases: UNTIL_ENDED, wayOut: ANY_TIME },
  'setup:record': { act: 'Recording the set-up', phases: UNTIL_ENDED, wayOut: ANY_TIME },
  'baseline:freeze': {
    act: 'Freezing the baseline',
    phases: BEFORE,
    wayOut: 'It stands since the start; a provider can correct it with a reason.',
  },
  'baseline:correct': { act: 'Correcting the baseline', phases: UNTIL_ENDED, wayOut: ANY_TIME },
  'hold:approve': {
    act: 'Approving a hold',
    phases: BEFORE,
    wayOut: 'The start has been made: watch the BP alerts instead.',
  },
  'limits:change': {
    act: 'Changing the limits',
    phases: ['baseline', 'infusion', 'recovery'],
    wayOut: 'Nothing is judged now; its limits end with the visit.',
  },
  'infusion:start': {
    act: 'Starting the infusion',
    phases: BEFORE,
    wayOut: 'It was started before. If it was ended too early, say “Not ended after all” in recovery.',
  },
  'device:give': { act: 'Giving a device', phases: [...BEFORE, ...DURING], wayOut: REOPEN_INFUSION },
  'pump:pause': { act: 'Pausing the pump', phases: DURING, wayOut: REOPEN_INFUSION },
  'pump:resume': { act: 'Resuming the pump', phases: DURING, wayOut: REOPEN_INFUSION },
  'infusion:end': { act: 'Stopping the infusion', phases: DURING, wayOut: 'There is no infusion to stop.' },
  'infusion:reopen': {
    act: 'Restoring the infusion',
    phases: ['recovery'],
    wayOut: 'After monitoring has ended, restore monitoring first.',
  },
  'pump:volume': { act: "Entering the pump's volume", phases: AFTER, wayOut: 'Enter it when the infusion has ended.' },
  'recovery:decide': {
    act: 'Deciding how recovery goes on',
    phases: ['recovery'],
    wayOut: 'A provider decides at the upper mark of recovery.',
  },
  'monitoring:end': {
    act: 'Ending the monitoring',
    phases: ['recovery'],
    wayOut: 'It ends from recovery, once its criteria are met.',
  },
  'monitoring:reopen': {
    act: 'Restoring monitoring',
    phases: ['discharge'],
    wayOut: 'Monitoring has not been ended.',
  },
  'criterion:check': {
    act: 'Checking a discharge criterion',
    phases: AFTER,
    wayOut: 'The list opens when the infusion has ended.',
  },
  'criterion:override': {
    act: 'Overriding a discharge criterion',
    phases: AFTER,
    wayOut: 'The list opens when the infusion has ended.',
  },
  'ride:wait': { act: 'Waiting for the ride', phases: ['discharge'], wayOut: 'End the monitoring first.' },
  'visit:end': { act: 'Ending the visit', phases: UNTIL_ENDED, wayOut: 'Nothing is left to do.' },
  'visit:move': { act: 'Moving to another chair', phases: UNTIL_ENDED, wayOut: ANY_TIME },
  'patient:correct': { act: 'Correcting the patient', phases: UNTIL_ENDED, wayOut: ANY_TIME },
  'emergency:declare': { act: 'Declaring an emergency', phases: UNTIL_ENDED, wayOut: ANY_TIME },
  'emergency:end': { act: 'Ending an emergency', phases: UNTIL_ENDED, wayOut: ANY_TIME },
  'order:verbal': { act: 'Recording a verbal order', phases: UNTIL_ENDED, wayOut: ANY_TIME },
  // A signature is given the same day, often after the patient has left.
  'order:cosign': { act: 'Co-signing an order', phases: PHASE_NAMES, wayOut: ANY_TIME },
  'order:dispute': { act: 'Disputing an order', phases: PHASE_NAMES, wayOut: ANY_TIME },
  'record:close': { act: 'Closing the record', phases: ['ended'], wayOut: END_FIRST },
  'record:sign': { act: 'Signing the record', phases: ['ended'], wayOut: END_FIRST },
  'record:addend': { act: 'An addendum', phases: ['ended'], wayOut: 'Record a note instead.' },
  'nurse:take-over': { act: 'Taking over', phases: UNTIL_ENDED, wayOut: ANY_TIME },
  'cover:begin': { act: 'Covering', phases: UNTIL_ENDED, wayOut: ANY_TIME },
  'cover:end': { act: 'Ending a cover', phases: UNTIL_ENDED, wayOut: 'It ended with the visit.' },
  'entry:record': { act: 'Recording an entry', phases: UNTIL_ENDED, wayOut: ANY_TIME },
  'bp:enter': { act: 'Entering a BP', phases: UNTIL_ENDED, wayOut: ANY_TIME },
  'cuff:measure': { act: 'Measuring a BP', phases: UNTIL_ENDED, wayOut: ANY_TIME },
  'cuff:stop': { act: 'Stopping the cuff', phases: UNTIL_ENDED, wayOut: 'Use the button on the cuff.' },
  'alert:acknowledge': { act: 'Acknowledging an alert', phases: UNTIL_ENDED, wayOut: 'Its alerts ended with it.' },
  'alert:pause-audio': { act: 'Pausing a sound', phases: UNTIL_ENDED, wayOut: 'Its alerts ended with it.' },
  'patient:attended': {
    act: 'Saying that you are with the patient',
    phases: ['infusion', 'recovery'],
    wayOut: 'Nothing is watched now that it would hold.',
  },
  'message:send': { act: 'Sending a line', phases: UNTIL_ENDED, wayOut: ANY_TIME },
  'message:read': { act: 'Reading a line', phases: UNTIL_ENDED, wayOut: 'It stays in the record.' },
  'provider:call': { act: 'Calling a provider', phases: UNTIL_ENDED, wayOut: 'Call by voice or telephone.' },
  'provider:answer': { act: 'Answering a call', phases: UNTIL_ENDED, wayOut: 'The call ended with it.' },
  'provider:call-off': { act: 'Calling off a call', phases: UNTIL_ENDED, wayOut: 'The call ended with it.' },
  'off-monitor:begin': {
    act: 'Going off the monitor',
    phases: ['baseline', 'recovery'],
    wayOut: 'The monitor stays on from the start to the stop; before and after, it can be left for a while.',
  },
  'off-monitor:back': {
    act: 'Ending “off monitor”',
    phases: ['baseline', 'recovery'],
    wayOut: 'It ended with the phase.',
  },
  'mark:clear': { act: 'Clearing a mark', phases: UNTIL_ENDED, wayOut: 'Its marks stay in the record.' },
};

/** The phase as it is said in a sentence. */
export function phaseInWords({ phase, protocol }: VisitState): string {
  switch (phase.name) {
    case 'baseline':
      return 'still before the start';
    case 'infusion':
      return protocol.treatment === 'infusion' ? 'in the infusion' : 'in the administration';
    case 'recovery':
      return 'in recovery';
    case 'discharge':
      return 'in discharge';
    case 'ended':
      return 'over';
    default:
      return phase satisfies never;
  }
}

export function wrongPhase(state: VisitState, type: VisitCommandType): ReturnType<typeof refuse> {
  const { act, wayOut } = PHASE_RULES[type];
  return refuse('wrong-phase', `${act} is not possible: this visit is ${phaseInWords(state)}. ${wayOut}`);
}

export function checkPhase(state: VisitState, type: VisitCommandType): Result<null> {
  return PHASE_RULES[type].phases.includes(state.phase.name) ? accept(null) : wrongPhase(state, type);
}

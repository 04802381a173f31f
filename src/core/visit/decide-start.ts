import { baselineCandidate } from '../baseline.ts';
import type { CommandOf } from '../command.ts';
import type { DecideContext } from '../decide-context.ts';
import type { VisitEventBody } from '../event.ts';
import { gateState, startMissing } from '../gate.ts';
import type { Instant } from '../reading.ts';
import type { Result } from '../refusal.ts';
import { accept, refuse } from '../refusal.ts';
import type { VisitState } from '../visit-state.ts';
import { happenedAt, sinceLastAct, sinceOpened } from './happened-at.ts';
import { wrongPhase } from './phase-rule.ts';
import { said } from './said.ts';

/** Esketamine comes in nasal devices of 28 mg; three of them, 84 mg, are the most one visit gives (FDA label). */
const MOST_DEVICES = 3;
/** Catches a slip of the finger. */
const MOST_MG = 84;

type StartCommand = CommandOf<'infusion:start' | 'device:give'>;

/** An infusion starts by its own command, an administration by its first device. */
export function decideStart(state: VisitState, command: StartCommand, ctx: DecideContext): Result<VisitEventBody[]> {
  const { treatment } = state.protocol;
  switch (command.type) {
    case 'infusion:start': {
      if (treatment !== 'infusion')
        return refuse('conflict', 'This visit gives nasal devices: record the first device instead.');
      const at = happenedAt(ctx.now, command.minutesAgo, sinceOpened(state));
      return at.ok ? start(state, ctx.now, at.value) : at;
    }
    case 'device:give': {
      if (treatment !== 'administration')
        return refuse('conflict', 'This visit gives an infusion: start the infusion instead.');
      return giveDevice(state, command, ctx);
    }
    default:
      return command satisfies never;
  }
}

/** Freezes the baseline in the same breath, if it is not frozen yet. */
function start(state: VisitState, now: Instant, at: Instant): Result<VisitEventBody[]> {
  const missing = startMissing(state, now, at);
  if (missing.length > 0) {
    const onlyHeld = missing.length === 1 && gateState(state, now, at).gate === 'hold';
    return refuse(onlyHeld ? 'needs-provider' : 'not-ready', missing.join(' '));
  }
  const plannedMs = state.setUp.plannedMs ?? state.protocol.infusion.plannedMs;
  const started = { type: 'infusion-started', happenedAt: at, plannedMs } as const;
  if (state.baseline) return accept([started]);
  const candidate = baselineCandidate(state, now, at);
  return candidate.ok ? accept([{ type: 'baseline-frozen', baseline: candidate.value }, started]) : candidate;
}

function giveDevice(
  state: VisitState,
  { mg, lot: givenLot, minutesAgo }: CommandOf<'device:give'>,
  ctx: DecideContext,
): Result<VisitEventBody[]> {
  if (!(mg > 0 && mg <= MOST_MG))
    return refuse(
      'out-of-range',
      `${mg} mg is not between 0 and ${MOST_MG}, the most a visit gives: read the label again.`,
    );
  const lot = said(givenLot, 'The lot of the device');
  if (!lot.ok) return lot;
  const { phase } = state;
  if (phase.name !== 'baseline' && phase.name !== 'infusion') return wrongPhase(state, 'device:give');
  const before = phase.name === 'baseline' ? sinceOpened(state) : sinceLastAct(phase.infusion);
  const at = happenedAt(ctx.tappedAt ?? ctx.now, minutesAgo, before);
  if (!at.ok) return at;
  const given: VisitEventBody = { type: 'device-given', happenedAt: at.value, mg, lot: lot.value };
  if (phase.name === 'infusion') {
    if (phase.infusion.devices.length < MOST_DEVICES) return accept([given]);
    return refuse('too-many', `${MOST_DEVICES} devices are recorded, the most a visit gives: end the administration.`);
  }
  const started = start(state, ctx.now, at.value);
  return started.ok ? accept([...started.value, given]) : started;
}

import { nameOf } from '../actor.ts';
import { baselineCandidate } from '../baseline.ts';
import { implausible, meanOf } from '../blood-pressure.ts';
import type { CommandOf } from '../command.ts';
import type { DecideContext } from '../decide-context.ts';
import type { VisitEventBody } from '../event.ts';
import { gateState } from '../gate.ts';
import type { Baseline } from '../phase.ts';
import type { Result } from '../refusal.ts';
import { accept, refuse } from '../refusal.ts';
import type { VisitState } from '../visit-state.ts';
import { said } from './said.ts';

type BaselineCommand = CommandOf<'baseline:freeze' | 'baseline:correct' | 'hold:approve'>;

export function decideBaseline(
  state: VisitState,
  command: BaselineCommand,
  ctx: DecideContext,
): Result<VisitEventBody[]> {
  switch (command.type) {
    case 'baseline:freeze': {
      const candidate = baselineCandidate(state, ctx.now);
      return candidate.ok ? accept([{ type: 'baseline-frozen', baseline: candidate.value }]) : candidate;
    }
    case 'baseline:correct': {
      const baseline = corrected(state, command);
      if (!baseline.ok) return baseline;
      const reason = said(command.reason, 'The reason for the correction');
      if (!reason.ok) return reason;
      const byName = nameOf(ctx.actor);
      return accept([{ type: 'baseline-corrected', baseline: baseline.value, reason: reason.value, byName }]);
    }
    case 'hold:approve':
      return approve(state, command.reason, ctx);
    default:
      return command satisfies never;
  }
}

/** Bounds that catch a slip of the finger. */
const SPO2_RANGE = [50, 100] as const;
const PULSE_RANGE = [20, 250] as const;

function corrected({ baseline }: VisitState, to: CommandOf<'baseline:correct'>): Result<Baseline> {
  if (!baseline) return refuse('not-ready', 'There is no baseline to correct yet: freeze it first.');
  const { systolicMmHg, diastolicMmHg, spo2Pct, pulseBpm } = to;
  const wrong = implausible(to);
  if (wrong !== undefined) return refuse('out-of-range', wrong);
  if (!(spo2Pct >= SPO2_RANGE[0] && spo2Pct <= SPO2_RANGE[1]))
    return refuse('out-of-range', `SpO₂ ${spo2Pct} is not between ${SPO2_RANGE.join(' and ')}: read it again.`);
  if (!(pulseBpm >= PULSE_RANGE[0] && pulseBpm <= PULSE_RANGE[1]))
    return refuse('out-of-range', `A pulse of ${pulseBpm} is not between ${PULSE_RANGE.join(' and ')}: read it again.`);
  const meanMmHg = Math.round(meanOf({ systolicMmHg, diastolicMmHg }));
  return accept({ ...baseline, systolicMmHg, diastolicMmHg, meanMmHg, spo2Pct, pulseBpm });
}

function approve(state: VisitState, given: string, ctx: DecideContext): Result<VisitEventBody[]> {
  const { gate, message } = gateState(state, ctx.now);
  switch (gate) {
    case 'hold': {
      const reason = said(given, 'The reason for the approval');
      return reason.ok ? accept([{ type: 'hold-approved', reason: reason.value, byName: nameOf(ctx.actor) }]) : reason;
    }
    case 'clear':
    case 'approved':
      return refuse('conflict', `There is no hold to approve. ${message}`);
    case 'no-bp':
    case 'repeat':
    case 'no-start':
      return refuse('not-ready', `This cannot be approved. ${message}`);
    default:
      return gate satisfies never;
  }
}

import { isProvider } from '../authority.ts';
import { reaches, spoken } from '../blood-pressure.ts';
import type { CommandOf } from '../command.ts';
import type { DecideContext } from '../decide-context.ts';
import type { VisitEventBody } from '../event.ts';
import { agoInWords, minutes } from '../minutes.ts';
import type { Infusion } from '../phase.ts';
import { pausedSince } from '../pump.ts';
import type { Instant } from '../reading.ts';
import type { Result } from '../refusal.ts';
import { accept, refuse } from '../refusal.ts';
import type { VisitState } from '../visit-state.ts';
import { happenedAt, sinceLastAct } from './happened-at.ts';
import { wrongPhase } from './phase-rule.ts';
import { said } from './said.ts';

/** A slip of the finger, mL. */
const MOST_PUMP_ML = 1000;

type InfusionCommand = CommandOf<'pump:pause' | 'pump:resume' | 'infusion:end' | 'infusion:reopen' | 'pump:volume'>;

export function decideInfusion(
  state: VisitState,
  command: InfusionCommand,
  ctx: DecideContext,
): Result<VisitEventBody[]> {
  const { phase } = state;
  switch (command.type) {
    case 'pump:pause':
    case 'pump:resume': {
      if (phase.name !== 'infusion') return wrongPhase(state, command.type);
      if (state.protocol.treatment !== 'infusion') return noPump;
      const at = happenedAt(ctx.tappedAt ?? ctx.now, command.minutesAgo, sinceLastAct(phase.infusion));
      if (!at.ok) return at;
      return command.type === 'pump:pause'
        ? pause(phase.infusion, at.value, ctx)
        : resume(state, phase.infusion, at.value, ctx);
    }
    case 'infusion:end': {
      if (phase.name !== 'infusion') return wrongPhase(state, command.type);
      const { reason, pumpVolumeMl, text } = command;
      const wrong = pumpVolumeMl === undefined ? undefined : wrongVolume(state, pumpVolumeMl);
      if (wrong) return wrong;
      const at = happenedAt(ctx.tappedAt ?? ctx.now, command.minutesAgo, sinceLastAct(phase.infusion));
      if (!at.ok) return at;
      return accept([
        {
          type: 'infusion-ended',
          happenedAt: at.value,
          reason,
          ...(pumpVolumeMl !== undefined && { pumpVolumeMl }),
          ...(text !== undefined && { text }),
        },
      ]);
    }
    case 'infusion:reopen': {
      const reason = said(command.reason, 'The reason for the correction');
      return reason.ok ? accept([{ type: 'infusion-reopened', reason: reason.value }]) : reason;
    }
    case 'pump:volume':
      return (
        wrongVolume(state, command.pumpVolumeMl) ??
        accept([{ type: 'pump-volume-read', pumpVolumeMl: command.pumpVolumeMl }])
      );
    default:
      return command satisfies never;
  }
}

const noPump = refuse('conflict', 'This visit gives nasal devices: there is no pump.');

function wrongVolume(state: VisitState, pumpVolumeMl: number): ReturnType<typeof refuse> | undefined {
  if (state.protocol.treatment !== 'infusion') return noPump;
  if (pumpVolumeMl >= 0 && pumpVolumeMl <= MOST_PUMP_ML) return undefined;
  return refuse(
    'out-of-range',
    `A pump volume of ${pumpVolumeMl} mL is not between 0 and ${MOST_PUMP_ML}: read it off the pump again.`,
  );
}

function pause(infusion: Infusion, happened: Instant, { now }: DecideContext): Result<VisitEventBody[]> {
  const since = pausedSince(infusion);
  if (since === undefined) return accept([{ type: 'pump-paused', happenedAt: happened }]);
  return refuse('conflict', `The pump is recorded as paused (${agoInWords(now - since)}): resume or stop it.`);
}

function resume(state: VisitState, infusion: Infusion, at: Instant, ctx: DecideContext): Result<VisitEventBody[]> {
  if (pausedSince(infusion) === undefined)
    return refuse('conflict', 'The pump is not recorded as paused: nothing to resume.');
  const { resumeBpMaxAgeMs, resumeNeedsProviderFrom } = state.protocol.infusion;
  const bp = state.bps.at(-1);
  if (!bp || at - bp.measuredAt > resumeBpMaxAgeMs)
    return refuse(
      'not-ready',
      `The last BP is older than ${minutes(resumeBpMaxAgeMs)} min: take a new one, then resume.`,
    );
  if (reaches(bp, resumeNeedsProviderFrom) && !isProvider(ctx.actor))
    return refuse(
      'needs-provider',
      `BP ${spoken(bp)} is at or above ${spoken(resumeNeedsProviderFrom)}: a provider must resume, here or at the station.`,
    );
  return accept([{ type: 'pump-resumed', happenedAt: at }]);
}

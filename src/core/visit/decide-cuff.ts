import type { CommandOf } from '../command.ts';
import { isCycleRunning, restsUntil } from '../cuff.ts';
import type { ChairCuff } from '../cuff.ts';
import type { DecideContext } from '../decide-context.ts';
import type { VisitEventBody } from '../event.ts';
import type { Result } from '../refusal.ts';
import { accept, refuse } from '../refusal.ts';
import type { VisitState } from '../visit-state.ts';

type CuffCommand = CommandOf<'cuff:measure' | 'cuff:stop'>;

export function decideCuff(state: VisitState, command: CuffCommand, ctx: DecideContext): Result<VisitEventBody[]> {
  const found = controlled(state, command, ctx);
  if (!found.ok) return found;
  const { deviceId, label, connected, restMs, busyUntil = -Infinity } = found.value;
  switch (command.type) {
    case 'cuff:stop':
      return connected
        ? accept([{ type: 'cuff-stop-asked', deviceId }])
        : refuse('unavailable', `The line to “${label}” is down: press the stop button on the cuff, or open it.`);
    case 'cuff:measure': {
      if (ctx.place !== 'chair')
        return refuse('not-allowed', 'A cuff is started at its chair, where you see the arm it is on.');
      if (!connected)
        return refuse('unavailable', `The line to “${label}” is down: press its own button, or enter a BP by hand.`);
      if (isCycleRunning(state, ctx.now))
        return refuse('conflict', 'The cuff is measuring already: wait for its result, or tap Stop.');
      if (busyUntil > ctx.now)
        return refuse(
          'conflict',
          `“${label}” was started for another visit and may still be inflated, or rests: try again in ${inSeconds(busyUntil - ctx.now)} s.`,
        );
      const restMore = restsUntil(state, restMs) - ctx.now;
      if (restMore > 0)
        return refuse(
          'conflict',
          `The cuff rests ${inSeconds(restMs)} s between two measurements: try again in ${inSeconds(restMore)} s.`,
        );
      return accept([{ type: 'cuff-asked', deviceId, cause: 'person' }]);
    }
    default:
      return command satisfies never;
  }
}

/** The chair's cuff, if Vigil may start it; else what to do instead. A cuff that can be stopped may be, allowed or not. */
function controlled(
  { phase }: VisitState,
  { type }: CuffCommand,
  { cuff }: DecideContext,
): Result<ChairCuff & { readonly restMs: number }> {
  if (phase.name === 'discharge' && phase.waitingSince !== undefined)
    return refuse('wrong-phase', 'The patient waits for the ride: the chair’s cuff measures for this visit no more.');
  if (!cuff)
    return refuse(
      'not-found',
      'There is no cuff on this chair: put one there in Settings, Devices, or enter a BP by hand.',
    );
  const { label, control, allowed } = cuff;
  if (!control)
    return refuse('not-allowed', `“${label}” measures by its own button: press it there, then say “I started a BP”.`);
  if (!allowed && type === 'cuff:measure')
    return refuse(
      'not-allowed',
      `“${label}” measures by its own button: press it there. An administrator can let Vigil start it, in Settings, Devices.`,
    );
  return accept({ ...cuff, restMs: control.restMs });
}

const inSeconds = (ms: number): number => Math.ceil(ms / 1000);

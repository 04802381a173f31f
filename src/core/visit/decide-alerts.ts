import { nameOf } from '../actor.ts';
import { canBeAcknowledged } from '../alerts/alert.ts';
import type { Alert } from '../alerts/alert.ts';
import type { CommandOf } from '../command.ts';
import type { DecideContext } from '../decide-context.ts';
import type { VisitEventBody } from '../event.ts';
import type { Result } from '../refusal.ts';
import { accept, refuse } from '../refusal.ts';
import type { VisitState } from '../visit-state.ts';

/** How long a sound may be paused, ms: Masimo's alarm silence of 120 s. Longer silences are somebody's presence, not a button. */
export const AUDIO_PAUSE_MS = 120_000;

type AlertCommand = CommandOf<'alert:acknowledge' | 'alert:pause-audio' | 'mark:clear'>;

export function decideAlerts(state: VisitState, command: AlertCommand, ctx: DecideContext): Result<VisitEventBody[]> {
  const byName = nameOf(ctx.actor);
  const { alertId } = command;
  switch (command.type) {
    case 'alert:acknowledge': {
      const open = openAlert(state, alertId);
      if (!open.ok) return open;
      if (!canBeAcknowledged(open.value))
        return refuse(
          'conflict',
          'This cannot be acknowledged while Vigil does not judge this visit: watch the patient yourself, pause its sound at the chair for 2 min, and tell whoever looks after Vigil.',
        );
      const already = open.value.acknowledged;
      // Seen from afar, it may still be acknowledged at the chair; not the other way round, and not from afar again.
      if (already && (already.place === 'chair' || ctx.place !== 'chair'))
        return refuse('conflict', `This alert is acknowledged by ${already.byName} already: nothing is left to do.`);
      return accept([{ type: 'alert-acknowledged', alertId, byName, place: ctx.place }]);
    }
    case 'alert:pause-audio': {
      const open = openAlert(state, alertId);
      if (!open.ok) return open;
      // Who pauses a sound has the patient in sight until it comes back: an acknowledgement from afar leaves the chair loud, and so must this.
      if (ctx.place !== 'chair')
        return refuse(
          'not-allowed',
          'The sound of an alert is paused beside the patient, on the page of the chair. From here acknowledge it: that says that you have seen it, and the chair goes on sounding.',
        );
      if (open.value.priority === 'low')
        return refuse('conflict', 'An advisory makes no sound: there is nothing to pause.');
      if (open.value.confirmation?.state === 'waiting')
        return refuse('conflict', 'This alert is silent until the BP is repeated: repeat it now.');
      return accept([
        { type: 'alert-audio-paused', alertId, until: (ctx.tappedAt ?? ctx.now) + AUDIO_PAUSE_MS, byName },
      ]);
    }
    case 'mark:clear':
      if (state.latched.some((mark) => mark.alertId === alertId))
        return accept([{ type: 'latched-mark-cleared', alertId, byName }]);
      return Object.values(state.alerts).some((alert) => alert.alertId === alertId)
        ? refuse('conflict', 'This alert is still open: acknowledge it instead.')
        : refuse('not-found', 'There is no such mark: it was cleared before.');
    default:
      return command satisfies never;
  }
}

function openAlert(state: VisitState, alertId: string): Result<Alert> {
  const open = Object.values(state.alerts).find((alert) => alert.alertId === alertId);
  if (open) return accept(open);
  return state.latched.some((mark) => mark.alertId === alertId)
    ? refuse('conflict', 'This alert has ended by itself: clear its mark instead.')
    : refuse('not-found', 'This alert is not open: it has ended, or belongs to another visit.');
}

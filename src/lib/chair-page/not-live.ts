/** The last known view as it may be shown while the connection is lost: nothing in it is live (UI-13). */
import type { ChairView, VitalView } from '#core/view.ts';

function vitalNotLive(vital: VitalView): VitalView {
  if (vital.status !== 'live') return vital;
  const { value, at, baseline } = vital;
  return { status: 'stale', value, at, reason: 'no connection', ...(baseline === undefined ? {} : { baseline }) };
}

export function notLive(view: ChairView): ChairView {
  // A cuff cycle seen running when the line broke is long over, and nothing can be asked of the cuff.
  const { measuring: _running, control: _unreachable, ...nibp } = view.nibp;
  return { ...view, spo2: vitalNotLive(view.spo2), pulse: vitalNotLive(view.pulse), nibp };
}

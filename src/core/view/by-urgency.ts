import { PRIORITIES } from '../clinical-protocol.ts';
import type { AlertView } from '../view.ts';

/** Priority, then what nobody has acknowledged, then the older. */
export function byUrgency(a: AlertView, b: AlertView): number {
  return (
    PRIORITIES.indexOf(b.priority) - PRIORITIES.indexOf(a.priority) ||
    Number(a.acknowledged !== undefined) - Number(b.acknowledged !== undefined) ||
    a.onsetAt - b.onsetAt ||
    a.alertId.localeCompare(b.alertId)
  );
}

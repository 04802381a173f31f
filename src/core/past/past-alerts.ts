/** Every alert a visit had, from its facts: the highest priority it reached and the worst value while it lasted. */
import type { AlertKind, Excess } from '../alerts/alert.ts';
import { alertText } from '../alerts/text.ts';
import type { AloneFact } from '../alone/alone.ts';
import { PRIORITIES } from '../clinical-protocol.ts';
import type { Parameter, Priority } from '../clinical-protocol.ts';
import type { VisitEvent } from '../event.ts';
import type { Duration, Instant, Reading } from '../reading.ts';

export interface PastAlert {
  readonly alertId: string;
  readonly kind: AlertKind;
  readonly onsetAt: Instant;
  /** The highest it reached. */
  readonly priority: Priority;
  readonly text: string;
  /** Null while it is open. */
  readonly endedAt: Instant | null;
  /** Who did first, and how long after it was issued. */
  readonly acknowledged?: { readonly byName: string; readonly afterMs: Duration };
}

interface Folded extends Pick<PastAlert, 'alertId' | 'kind' | 'onsetAt'> {
  priority: Priority;
  excess: Excess | undefined;
  endedAt: Instant | null;
  issuedAt: Instant;
  acknowledged?: NonNullable<PastAlert['acknowledged']>;
}

export function pastAlerts(events: readonly VisitEvent[], readings: readonly Reading[]): readonly PastAlert[] {
  const alerts = new Map<string, Folded>();
  for (const event of events) {
    if (event.type === 'watched-alone') for (const fact of event.facts) foldFact(alerts, fact);
    else foldFact(alerts, event);
  }
  return [...alerts.values()].map(({ excess, issuedAt: _, ...alert }) => {
    const worst = excess === undefined ? undefined : { ...excess, extreme: extremeOf(excess, alert, readings) };
    return { ...alert, text: alertText({ kind: alert.kind, ...(worst && { excess: worst }) }) };
  });
}

function foldFact(alerts: Map<string, Folded>, event: VisitEvent | AloneFact): void {
  if (event.type === 'alert-issued') {
    const { alertId, kind, priority, onsetAt, excess } = event;
    // A page that was alone issued it too: the one that was open stands for both (PH-74).
    if (alerts.has(alertId) || [...alerts.values()].some((each) => each.kind === kind && each.endedAt === null)) return;
    alerts.set(alertId, { alertId, kind, onsetAt, priority, excess, endedAt: null, issuedAt: event.at });
    return;
  }
  const alert = 'alertId' in event ? alerts.get(event.alertId) : undefined;
  if (alert === undefined) return;
  if (event.type === 'alert-ended') alert.endedAt = event.at;
  if (event.type === 'alert-acknowledged')
    alert.acknowledged ??= { byName: event.byName, afterMs: Math.max(0, event.at - alert.issuedAt) };
  if (event.type === 'alert-confirmed') alert.excess = event.excess ?? alert.excess;
  if (event.type === 'alert-raised' && isHigher(event.priority, alert.priority)) {
    alert.priority = event.priority;
    alert.excess = event.excess ?? alert.excess;
  }
}

const isHigher = (a: Priority, b: Priority): boolean => PRIORITIES.indexOf(a) > PRIORITIES.indexOf(b);

/** The facts carry the value at which they came to be; the worst one may have come later. */
function extremeOf(
  { of, is, extreme }: Excess,
  { onsetAt, endedAt }: Pick<Folded, 'onsetAt' | 'endedAt'>,
  readings: readonly Reading[],
): number {
  const values = readings
    .filter(({ measuredAt }) => measuredAt >= onsetAt && measuredAt <= (endedAt ?? Infinity))
    .flatMap((reading) => valueOf(reading, of) ?? []);
  return is === '<' || is === '<=' ? Math.min(extreme, ...values) : Math.max(extreme, ...values);
}

function valueOf(reading: Reading, of: Parameter): number | undefined {
  switch (of) {
    case 'spo2Pct':
    case 'respiratoryRatePerMin':
      return reading.kind === 'oximetry' ? reading[of] : undefined;
    case 'pulseBpm':
      return reading.kind === 'oximetry' ? reading.pulseBpm : undefined;
    case 'systolicMmHg':
    case 'diastolicMmHg':
      return reading.kind === 'nibp' ? reading[of] : undefined;
    case 'moaas':
      return undefined;
  }
}

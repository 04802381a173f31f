/** What a replay prints: a line for each alert fact, and the summary. */
import type { Alert, AlertKind } from '#core/alerts/alert.ts';
import { alertText } from '#core/alerts/text.ts';
import type { Priority } from '#core/clinical-protocol.ts';
import { PRIORITIES } from '#core/clinical-protocol.ts';
import type { VisitEvent } from '#core/event.ts';
import type { Baseline } from '#core/phase.ts';
import type { Instant } from '#core/reading.ts';
import type { VisitState } from '#core/visit-state.ts';

const FACTS = {
  'alert-issued': 'issued',
  'alert-raised': 'raised',
  'alert-lowered': 'lowered',
  'alert-escalated': 'escalated',
  'alert-ended': 'ended',
} as const;
type Fact = (typeof FACTS)[keyof typeof FACTS];
type ShownEvent = Extract<VisitEvent, { readonly type: keyof typeof FACTS }>;

export interface FactLine {
  readonly t_s: number;
  readonly alertId: string;
  readonly alert: AlertKind;
  readonly priority: Priority;
  readonly fact: Fact;
  readonly text: string;
  /** Of an escalation: to whom. In the table only. */
  readonly to?: 'station' | 'provider' | 'second-person';
}

type Span = readonly [fromSecond: number, toSecond: number];

export interface SummaryLine {
  readonly summary: {
    readonly rows: number;
    readonly seconds: number;
    /** Alerts by kind and by the highest priority each reached. */
    readonly alerts: Readonly<Partial<Record<AlertKind, Readonly<Partial<Record<Priority, number>>>>>>;
    readonly facts: Readonly<Record<Fact, number>>;
    /** Time with at least one medium or high alert that is not waiting for a repeat. */
    readonly audibleSeconds: number;
    readonly audibleSecondsByAlert: Readonly<Partial<Record<AlertKind, number>>>;
    /** By alertId: when it could be heard, from and to in s. The seconds above follow from these. */
    readonly audible: Readonly<Record<string, readonly Span[]>>;
    readonly baseline: Pick<Baseline, 'systolicMmHg' | 'diastolicMmHg' | 'spo2Pct' | 'pulseBpm'>;
  };
}

const isShown = (event: VisitEvent): event is ShownEvent => event.type in FACTS;

/** The line of an event; an alert that ended is shown as it last was. */
export function lineOf(before: VisitState, after: VisitState, event: VisitEvent): FactLine | undefined {
  if (!isShown(event)) return undefined;
  const { alertId } = event;
  const alert = [...Object.values(after.alerts), ...Object.values(before.alerts)].find(
    (each) => each.alertId === alertId,
  );
  if (alert === undefined) return undefined;
  const { kind, priority } = alert;
  const line = { t_s: event.at / 1000, alertId, alert: kind, priority, fact: FACTS[event.type] };
  return { ...line, text: alertText(alert), ...(event.type === 'alert-escalated' && { to: event.to }) };
}

/** As JSON: a fact has the keys t_s, alertId, alert, priority, fact, text and no others. */
export function jsonOf(line: FactLine | SummaryLine): string {
  if ('summary' in line) return JSON.stringify(line);
  const { t_s, alertId, alert, priority, fact, text } = line;
  return JSON.stringify({ t_s, alertId, alert, priority, fact, text });
}

const isAudible = ({ priority, confirmation }: Alert): boolean =>
  priority !== 'low' && confirmation?.state !== 'waiting';

/** Counts the facts, and for how long something could be heard. */
export class Tally {
  readonly #highest = new Map<string, { readonly kind: AlertKind; readonly priority: Priority }>();
  readonly #facts: Record<Fact, number> = { issued: 0, raised: 0, lowered: 0, escalated: 0, ended: 0 };
  readonly #audibleMs: Partial<Record<AlertKind, number>> = {};
  #anyAudibleMs = 0;
  readonly #spans: Record<string, Span[]> = {};
  #audible: readonly Alert[] = [];
  #from: Instant;

  constructor(startedAt: Instant) {
    this.#from = startedAt;
  }

  /** @param after the state the event left. */
  add(event: VisitEvent, after: VisitState): void {
    this.#goOn(event.at);
    const open = Object.values(after.alerts);
    this.#audible = open.filter(isAudible);
    if (isShown(event)) this.#facts[FACTS[event.type]] += 1;
    for (const { alertId, kind, priority } of open) {
      const before = this.#highest.get(alertId);
      if (!before || PRIORITIES.indexOf(priority) > PRIORITIES.indexOf(before.priority))
        this.#highest.set(alertId, { kind, priority });
    }
  }

  upTo(
    endedAt: Instant,
  ): Pick<SummaryLine['summary'], 'alerts' | 'facts' | 'audibleSeconds' | 'audibleSecondsByAlert' | 'audible'> {
    this.#goOn(endedAt);
    const alerts: Partial<Record<AlertKind, Partial<Record<Priority, number>>>> = {};
    for (const { kind, priority } of this.#highest.values()) {
      const ofKind = (alerts[kind] ??= {});
      ofKind[priority] = (ofKind[priority] ?? 0) + 1;
    }
    const byAlert = Object.entries(this.#audibleMs).map(([kind, ms]) => [kind, ms / 1000]);
    return {
      alerts,
      facts: this.#facts,
      audibleSeconds: this.#anyAudibleMs / 1000,
      audibleSecondsByAlert: Object.fromEntries(byAlert) as SummaryLine['summary']['audibleSecondsByAlert'],
      audible: this.#spans,
    };
  }

  #goOn(until: Instant): void {
    const ms = until - this.#from;
    if (this.#audible.length > 0) this.#anyAudibleMs += ms;
    for (const { alertId, kind } of ms > 0 ? this.#audible : []) {
      this.#audibleMs[kind] = (this.#audibleMs[kind] ?? 0) + ms;
      const spans = (this.#spans[alertId] ??= []);
      const last = spans.at(-1);
      const goesOn = last?.[1] === this.#from / 1000;
      if (last && goesOn) spans[spans.length - 1] = [last[0], until / 1000];
      else spans.push([this.#from / 1000, until / 1000]);
    }
    this.#from = until;
  }
}

/** What the facts of a visit's alerts tell of each alert: when it came, how urgent it was, when it could be heard. The journal's and a what-if's alike. */
import type { AlertKind, Excess } from '../alerts/alert.ts';
import { rank } from '../alerts/open-alert.ts';
import { alertText } from '../alerts/text.ts';
import type { AloneFact } from '../alone/alone.ts';
import { PRIORITIES } from '../clinical-protocol.ts';
import type { Priority } from '../clinical-protocol.ts';
import type { VisitEvent } from '../event.ts';
import type { Duration, Instant } from '../reading.ts';
import type { AlertLife, AlertSums, LoudLife, LoudPriority } from './visit-what-if.ts';

type Span = readonly [from: Instant, to: Instant];

interface Life {
  readonly alertId: string;
  readonly kind: AlertKind;
  readonly issuedAt: Instant;
  highest: Priority;
  excess: Excess | undefined;
  endedAt: Instant | null;
  heardFrom: Instant | undefined;
  highFrom: Instant | undefined;
  /** As it stands. */
  priority: Priority;
  waits: boolean;
  acknowledged: boolean;
  pausedUntil: Instant;
  /** Up to when its time is counted. */
  from: Instant;
  readonly audible: Span[];
  /** The same had nobody answered, with how urgent it was. */
  readonly loud: LoudSpan[];
}
type LoudSpan = LoudLife['loud'][number];

export interface Lives {
  /** In order of issue. */
  readonly alerts: readonly AlertLife[];
  readonly sums: AlertSums;
  readonly loud: readonly LoudLife[];
}

export class AlertLives {
  readonly #lives: Life[] = [];
  readonly #byId = new Map<string, { readonly life: Life; readonly isOwn: boolean }>();

  /** In the order of the journal; an event that tells nothing of an alert is passed over. */
  add(event: VisitEvent | AloneFact): void {
    if (event.type === 'watched-alone') for (const fact of event.facts) this.add(fact);
    else if (event.type === 'alert-issued') this.#issue(event);
    else if ('alertId' in event) this.#change(event);
  }

  /**
   * @param endedAt of the visit: what is open is counted until then.
   * @param counts which of them are told and summed up; default all.
   */
  upTo(endedAt: Instant, counts: (life: AlertLife) => boolean = () => true): Lives {
    for (const life of this.#lives) if (life.endedAt === null) goOn(life, endedAt);
    const told = this.#lives.map((life) => ({ life, told: lifeOf(life) })).filter((each) => counts(each.told));
    const count = (priority: Priority): number => told.filter(({ life }) => life.highest === priority).length;
    return {
      alerts: told.map((each) => each.told),
      sums: {
        alerts: Object.fromEntries(PRIORITIES.map((each) => [each, count(each)])) as AlertSums['alerts'],
        audibleMs: together(told.flatMap(({ life }) => life.audible)),
        unansweredMs: together(told.flatMap(({ life }) => life.loud.map(({ from, to }): Span => [from, to]))),
      },
      loud: told.map(({ life: { kind, issuedAt, loud } }) => ({ kind, issuedAt, loud })),
    };
  }

  #issue(event: Extract<VisitEvent | AloneFact, { readonly type: 'alert-issued' }>): void {
    const { alertId, kind, priority, excess, confirmUntil, at } = event;
    if (this.#byId.has(alertId)) return;
    // A page that was alone issued it too: the one that was open stands for both (PH-74).
    const open = this.#lives.find((each) => each.kind === kind && each.endedAt === null);
    if (open) {
      this.#byId.set(alertId, { life: open, isOwn: false });
      return;
    }
    const life: Life = {
      alertId,
      kind,
      issuedAt: at,
      highest: priority,
      excess,
      endedAt: null,
      heardFrom: undefined,
      highFrom: undefined,
      priority,
      waits: confirmUntil !== undefined,
      acknowledged: false,
      pausedUntil: -Infinity,
      from: at,
      audible: [],
      loud: [],
    };
    sounds(life, at);
    this.#lives.push(life);
    this.#byId.set(alertId, { life, isOwn: true });
  }

  #change(event: Extract<VisitEvent | AloneFact, { readonly alertId: string }>): void {
    const found = this.#byId.get(event.alertId);
    if (found === undefined || found.life.endedAt !== null) return;
    const { life, isOwn } = found;
    if (!isOwn && !ANSWERS.includes(event.type)) return;
    goOn(life, event.at);
    switch (event.type) {
      case 'alert-raised':
        life.priority = event.priority;
        life.waits = event.confirmUntil !== undefined;
        if (rank(event.priority) > rank(life.highest)) {
          life.highest = event.priority;
          life.excess = event.excess ?? life.excess;
        }
        soundsAnew(life);
        break;
      case 'alert-lowered':
        life.priority = event.priority;
        life.waits = false;
        break;
      case 'alert-confirmed':
        life.waits = false;
        life.excess = event.excess ?? life.excess;
        break;
      case 'alert-unconfirmed':
        life.waits = false;
        break;
      case 'alert-acknowledged':
        life.acknowledged ||= event.place === 'chair';
        break;
      case 'alert-audio-paused':
        life.pausedUntil = event.until;
        break;
      case 'alert-resounded':
        soundsAnew(life);
        break;
      case 'alert-ended':
        life.endedAt = event.at;
        return;
      default:
        return;
    }
    sounds(life, event.at);
  }
}

/** What a person did about the page's alert, or followed from it, was about the one that was open too. */
const ANSWERS: readonly string[] = ['alert-acknowledged', 'alert-audio-paused', 'alert-resounded'];

function soundsAnew(life: Life): void {
  life.acknowledged = false;
  life.pausedUntil = -Infinity;
}

/** Had nobody answered; undefined: it is silent. */
const loudAs = ({ priority, waits }: Life): LoudPriority | undefined =>
  priority === 'low' || waits ? undefined : priority;

function sounds(life: Life, at: Instant): void {
  const priority = loudAs(life);
  if (priority !== undefined) life.heardFrom ??= at;
  if (priority === 'high') life.highFrom ??= at;
}

function goOn(life: Life, to: Instant): void {
  const { from } = life;
  if (to <= from) return;
  life.from = to;
  const priority = loudAs(life);
  if (priority === undefined) return;
  life.loud.push({ priority, from, to });
  const audibleFrom = Math.max(from, life.pausedUntil);
  if (!life.acknowledged && audibleFrom < to) life.audible.push([audibleFrom, to]);
}

function lifeOf({ kind, highest, excess, issuedAt, endedAt, heardFrom, highFrom, audible }: Life): AlertLife {
  return {
    kind,
    priority: highest,
    text: alertText({ kind, ...(excess && { excess }) }),
    issuedAt,
    endedAt,
    ...(heardFrom !== undefined && { heardFrom }),
    ...(highFrom !== undefined && { highFrom }),
    audibleMs: together(audible),
  };
}

/** Time in at least one of the spans. */
function together(spans: readonly Span[]): Duration {
  let ms = 0;
  let until = -Infinity;
  for (const [from, to] of spans.toSorted(([a], [b]) => a - b)) {
    ms += Math.max(0, to - Math.max(from, until));
    until = Math.max(until, to);
  }
  return ms;
}

/**
 * One infusion watched three ways at once: by an engine that is never interrupted, and by a server that goes away while a page with
 * devices of its own goes on and joins it again. Seconds count from the start.
 */
import { giveAlone, readAlone, runAlone, tellAlone, tickAlone } from '#core/alone/alone-run.ts';
import type { AloneRun } from '#core/alone/alone-run.ts';
import type { WatchedAlone } from '#core/alone/alone.ts';
import { decideJoin } from '#core/alone/decide-alone.ts';
import type { VisitCommand } from '#core/command.ts';
import type { VisitEvent, VisitEventBody } from '#core/event.ts';
import type { Instant, Reading } from '#core/reading.ts';
import { nurse, screen } from './visit-builder.ts';
import { at, watched } from './watched-visit.ts';
import type { WatchedVisit } from './watched-visit.ts';

/** The page's own devices, as the server knows them. */
const PAGE = { kind: 'adapter', adapterId: `screen:${screen.screenId}` } as const;

/** A server, and the page that has what the server shows. */
export class AloneVisit {
  readonly server: WatchedVisit;
  #run: AloneRun | undefined;
  #ids = 0;
  #seq = 0;
  /** Readings the page holds back. */
  readonly #held: { readonly second: number; readonly reading: Reading }[] = [];
  readonly told: WatchedAlone[] = [];
  /** Of the page's readings. */
  deviceId = 'd';

  readonly #page: string;

  /** @param page begins the ids that it makes */
  constructor(page = 'page') {
    this.#page = page;
    this.server = watched({ tickMs: 250 });
  }

  get run(): AloneRun {
    if (!this.#run) throw new Error('the page is not alone');
    return this.#run;
  }

  get isAlone(): boolean {
    return this.#run !== undefined;
  }

  readonly #newId = (): string => `${this.#page}-${(this.#ids += 1)}`;

  reading(second: number, reading: Reading): this {
    if (!this.#run) {
      this.server.reading(second, reading);
      return this;
    }
    this.pass(second);
    this.#held.push({ second, reading });
    const source = { deviceId: this.deviceId, epoch: 'page', seq: (this.#seq += 1) };
    const measured = { ...reading, measuredAt: at(second) };
    this.#run = readAlone(this.#run, { source, reading: measured, adapterId: 'page' }, at(second), this.#newId);
    return this;
  }

  /** The page's clock, four times a second. */
  pass(second: number): this {
    if (!this.#run) {
      this.server.tick(second);
      return this;
    }
    const from = this.#run.state.latestAt ?? this.#run.from;
    for (let now: Instant = from + 250; now < at(second); now += 250)
      this.#run = tickAlone(this.#run, now, this.#newId);
    this.#run = tickAlone(this.#run, at(second), this.#newId);
    return this;
  }

  lose(second: number): this {
    this.server.tick(second);
    this.#run = runAlone(this.server.state, at(second), {
      own: ['oximeter', 'cuff'],
      adapterId: 'page',
      newId: this.#newId,
    });
    return this;
  }

  tap(second: number, command: VisitCommand): this {
    this.pass(second);
    const given = giveAlone(this.run, command, { now: at(second), actor: nurse, newId: this.#newId });
    if (!given.answer.ok) throw new Error(given.answer.refusal.message);
    this.#run = given.run;
    return this;
  }

  /** The server heard nothing meanwhile, or was not there at all. */
  join(second: number, server: 'heard nothing' | 'was away' = 'heard nothing'): this {
    this.pass(second);
    if (server === 'was away') this.server.resume(second);
    else this.server.tick(second);
    const { told } = tellAlone(this.run, at(second));
    this.told.push(told);
    this.#run = undefined;
    const decided = decideJoin(this.server.state, told, { now: at(second), actor: nurse, screenId: screen.screenId });
    if (!decided.ok) throw new Error(decided.refusal.message);
    for (const body of decided.value) this.server.record(second, body);
    // The newest first, as the outbox does it.
    const newest = this.#held.pop();
    for (const each of [...(newest ? [newest] : []), ...this.#held])
      this.server.reading(each.second, each.reading, (second - each.second) * 1000, PAGE);
    return this;
  }
}

/** Two facts are the same whatever their ids. */
export function alertLog(events: readonly VisitEvent[]): readonly string[] {
  const kinds = new Map<string, string>();
  const lines: string[] = [];
  const line = (fact: VisitEventBody & { readonly at: Instant }): void => {
    if (!fact.type.startsWith('alert-') || fact.type === 'alert-escalated' || !('alertId' in fact)) return;
    if (fact.type === 'alert-issued') kinds.set(fact.alertId, fact.kind);
    const { type, at: when, alertId, ...rest } = fact;
    const { actor: _a, byName: _b, place: _p, ...said } = rest as Record<string, unknown>;
    lines.push(`${(when - at(0)) / 1000} ${type} ${kinds.get(alertId)} ${JSON.stringify(said)}`);
  };
  for (const event of events) {
    line(event);
    if (event.type === 'watched-alone') for (const fact of event.facts) line(fact);
  }
  // A pending delay runs out at both ends while the last value is still valid: one alert stays, told twice with the same words (WS-87).
  return [...new Set(lines)];
}

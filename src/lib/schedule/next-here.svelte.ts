/** Who is planned on one chair today and has not begun: asked while somebody is named at the screen. */
import { untrack } from 'svelte';
import type { PlanView } from '#protocol/schedule.ts';
import { endOfDay, isoDay, startOfDay } from '../history/clinic-day.ts';
import type { Live } from '../live/live.svelte.ts';
import { DayPlans } from './day-plans.svelte.ts';

export class NextHere {
  readonly #plans: DayPlans;
  readonly #live: Live;
  readonly #chairId: string;

  /** Made while a component is made: it asks anew when the day or the person is another. */
  constructor(live: Live, chairId: string) {
    this.#live = live;
    this.#chairId = chairId;
    this.#plans = new DayPlans(live.connection);
    $effect(() => {
      const { clinic, clock } = live;
      const zone = clinic.site?.timeZone;
      const day = zone !== undefined && clock.isSet ? isoDay(clock.now, zone) : undefined;
      const key = clinic.reader === null || day === undefined ? undefined : `${day} ${zone}`;
      untrack(() => this.#ask(key));
    });
  }

  get nobody(): boolean {
    return this.#live.clinic.reader === null;
  }

  /** Those who are expected first; who was noted as not come may still come. */
  get plans(): readonly PlanView[] | null {
    const here = this.#plans.plans?.filter(({ chairId }) => chairId === this.#chairId);
    if (!here) return null;
    const of = (name: PlanView['state']['name']): readonly PlanView[] =>
      here.filter(({ state }) => state.name === name);
    return [...of('planned'), ...of('missed')];
  }

  dispose(): void {
    this.#plans.dispose();
  }

  #asked: string | undefined;
  #ask(key: string | undefined): void {
    if (key === this.#asked) return;
    this.#asked = key;
    const [day = '', zone = ''] = key?.split(' ') ?? [];
    const [from, before] = key === undefined ? [] : [startOfDay(day, zone), endOfDay(day, zone)];
    if (from === undefined || before === undefined) this.#plans.clear();
    else void this.#plans.ask({ from, before });
  }
}

/** What one evaluation of one chair's rules costs, four of which every watched chair has a second: in a calm minute, and with alerts open. */
import { evaluate } from '#core/alerts/evaluate.ts';
import type { VisitState } from '#core/visit-state.ts';
import { aVisit, SECOND } from '../support/visit-builder.ts';
import type { VisitBuilder } from '../support/visit-builder.ts';
import { median, type Figure } from './stats.ts';

const GOAL_US = 5;
/** Passes over the minute, each so short that a busy machine seldom interrupts it; the first, before the code is compiled, not counted. */
const RUNS = 400;
const WARM_UP = 100;
const TICKS_A_SECOND = 4;

/** The state after each second of a minute, ten minutes into the infusion. */
function minute(each: (visit: VisitBuilder) => void): readonly VisitState[] {
  const visit = aVisit({ phase: 'infusion', minutes: 10 });
  return Array.from({ length: 60 }, () => {
    each(visit.after(SECOND));
    return visit.tick().state;
  });
}

/** @returns µs an evaluation, at the ticks that follow each second's reading. */
function run(states: readonly VisitState[]): number {
  const newId = (): string => 'id';
  let facts = 0;
  const startedAt = performance.now();
  for (const state of states)
    for (let tick = 1; tick <= TICKS_A_SECOND; tick += 1)
      facts += evaluate(state, (state.latestAt ?? 0) + (tick * SECOND) / TICKS_A_SECOND, newId).events.length;
  const us = ((performance.now() - startedAt) * 1_000) / (states.length * TICKS_A_SECOND);
  // Ticks bring next to nothing: what is measured is the look at the rules, not the making of facts.
  if (facts > states.length) throw new Error(`${facts} facts: this is no minute of ordinary ticks`);
  return us;
}

export function evaluation(): Promise<readonly Figure[]> {
  const minutes = {
    'a calm minute': minute((visit) => visit.spo2()),
    'three alerts open': minute((visit) => visit.spo2(84, 145).bp(185, 112)),
  };
  const figures = Object.entries(minutes).map(([name, states]): Figure => {
    const runs = Array.from({ length: WARM_UP + RUNS }, () => run(states)).slice(WARM_UP);
    const product = Number(median(runs).toPrecision(3));
    const met = product <= GOAL_US;
    const unit = 'µs';
    return {
      ...{ name: `one evaluation of one chair's rules, ${name}`, unit, product, floor: null, ratio: null },
      ...{ goal: GOAL_US, met, pairs: [] },
    };
  });
  return Promise.resolve(figures);
}

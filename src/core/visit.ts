/** The visit: `decide` answers a person's request with events or a refusal, `evolve` folds events into the state. */
export { decide } from './visit/decide.ts';
export { evolve } from './visit/evolve.ts';

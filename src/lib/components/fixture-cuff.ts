/** The states of a cuff that Vigil may start. */
import type { ChairView, NibpView } from '#core/view.ts';
import { at, calm, NOW, SECOND } from './fixture-calm.ts';

const cuff = (nibp: Partial<NibpView>): ChairView => ({ ...calm, nibp: { ...calm.nibp, ...nibp } });
const ready = { canMeasure: true, canStop: false } as const;
const stoppable = { canMeasure: false, canStop: true } as const;

export const withCuffControl = {
  'cuff-ready': cuff({ control: ready }),
  'cuff-starts': cuff({ nextDueAt: NOW, control: { ...stoppable, cause: 'interval' } }),
  'cuff-repeats': cuff({
    measuring: { cuffPressureMmHg: 142, at: NOW },
    dueReason: 'repeat',
    control: { ...stoppable, cause: 'repeat' },
  }),
  'cuff-rests': cuff({
    last: { systolicMmHg: 138, diastolicMmHg: 84, at: NOW - 12 * SECOND, byHand: false },
    control: { canMeasure: false, canStop: false, reason: 'The cuff rests between two measurements.' },
  }),
  'cuff-refused': cuff({
    control: {
      ...ready,
      refused: { reason: 'The cuff did not answer. Look whether it inflates; if it does not, try again.', at: NOW },
    },
  }),
  'cuff-stopped': cuff({
    nextDueAt: at(23),
    failure: { failure: 'stopped', text: 'stopped', at: at(23, 4) },
    control: { ...ready, held: { why: 'stopped', until: at(32, 14) } },
  }),
} satisfies Record<string, ChairView>;

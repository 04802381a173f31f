import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { evolve } from '#core/visit.ts';
import type { VisitState } from '#core/visit-state.ts';
import type { KeptStates } from '../../server/restart/kept-states.ts';
import { benchFolder, runningVisit, startClinic, writeVisits } from '../bench/running-visits.ts';

const VISITS = 3;
/** Events that the journal got after the states were kept. */
const SINCE = 40;

it('OP-18 OP-20 a clinic keeps the states of its visits, and its next start folds what came after; what is over is kept no more', async () => {
  const folder = benchFolder();
  onTestFinished(() => folder.remove());
  const cutAt = runningVisit(1).at(-SINCE - 1)?.at ?? 0;
  const first = await folder.open();
  await writeVisits(first, VISITS, (events) => events.slice(0, -SINCE));
  const keeping = folder.states(first);
  const life = startClinic(first, keeping, cutAt);
  await keeping.close();
  await life.close();
  await writeVisits(first, VISITS, (events) => events.slice(-SINCE));
  await first.close();
  const files = () => readdirSync(join(dirname(folder.database), 'states'));
  expect(files()).toHaveLength(VISITS);

  const second = await folder.open();
  const states = folder.states(second);
  const folded: number[] = [];
  const counting: KeptStates = {
    ...states,
    load(stream) {
      const found = states.load(stream);
      if (!found) return undefined;
      const events = [...found.events];
      folded.push(events.length);
      return { ...found, events };
    },
  };
  const { clinic, close } = startClinic(second, counting);
  expect(folded).toEqual([SINCE, SINCE, SINCE]);
  await clinic.drained();
  for (let n = 1; n <= VISITS; n += 1) {
    const events = await second.read({ kind: 'visit', id: `visit-${n}` });
    const whole = events.reduce<VisitState | undefined>(evolve, undefined);
    expect(clinic.followed(`visit-${n}`)?.state).toEqual(whole);
  }
  const by = {
    actor: { kind: 'staff', staffId: 's', name: 'N. Okafor', role: 'nurse', screenId: 'x' },
    place: 'chair',
  } as const;
  const ended = clinic.command('visit-1', { type: 'infusion:end', reason: 'completed', minutesAgo: 0 }, by);
  expect((await ended).ok).toBe(true);
  expect((await clinic.command('visit-1', { type: 'visit:end', ending: 'transferred', reason: 'ward' }, by)).ok).toBe(
    true,
  );
  clinic.tick();
  await states.close();
  expect(files()).toHaveLength(VISITS - 1);
  await close();
  await second.close();
});

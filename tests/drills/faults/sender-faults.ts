/** Adapters that send otherwise than they should, or are killed. */
import { DrillAdapter } from '../drill-adapter.ts';
import type { DisorderMode } from '../disorder.ts';
import type { Fault } from '../fault.ts';
import { ProcessAdapter } from '../process-adapter.ts';
import { later } from '../stand.ts';
import type { Stand } from '../stand.ts';

async function disordered(stand: Stand, mode: DisorderMode): Promise<number> {
  const seats = stand.someSeats();
  for (const { adapter } of seats) if (adapter.disorder) adapter.disorder.mode = mode;
  await stand.goesOn(stand.someMs(2_000, 5_000));
  for (const { adapter } of seats) if (adapter.disorder) adapter.disorder.mode = 'none';
  return seats.length;
}

export const twice: Fault = {
  id: 'twice',
  name: 'everything delivered twice and again',
  share: 80,
  inject: (stand) => disordered(stand, 'twice'),
};

export const reordered: Fault = {
  id: 're-ordered',
  name: 'delivery in another order',
  share: 80,
  inject: (stand) => disordered(stand, 're-ordered'),
};

/** Its own readings may wait for it; nobody else's. */
export const flood: Fault = {
  id: 'flood',
  name: 'a flood from one adapter',
  share: 50,
  async inject(stand) {
    const seat = stand.seats[stand.random.nat(stand.seats.length)];
    if (!(seat?.adapter instanceof DrillAdapter)) return 0;
    const ends = stand.troubleBegins([seat]);
    await seat.adapter.flood(stand.someMs(500, 2_000));
    ends();
    return 1;
  },
};

export const adapterKilled: Fault = {
  id: 'adapter-killed',
  name: 'adapter killed (the real process)',
  share: 60,
  processes: true,
  async inject(stand) {
    const fed = stand.seats.filter(({ adapter }) => adapter instanceof ProcessAdapter);
    const some = fed.filter(() => stand.random.nat(2) === 0);
    const seats = some.length > 0 ? some : fed.slice(0, 1);
    const ends = stand.troubleBegins(seats);
    const adapters = seats.flatMap(({ adapter }) => (adapter instanceof ProcessAdapter ? [adapter] : []));
    await Promise.all(adapters.map((adapter) => adapter.kill()));
    await later(stand.someMs(0, 1_500));
    await Promise.all(adapters.map((adapter) => adapter.comeBack()));
    ends();
    return adapters.length;
  },
};

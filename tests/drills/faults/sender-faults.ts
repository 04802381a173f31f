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
  await stand.goesOn(2_000 + stand.random.nat(3_000));
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
    await seat.adapter.flood(500 + stand.random.nat(1_500));
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
    const seats = stand.someSeats();
    const ends = stand.troubleBegins(seats);
    const adapters = seats.flatMap(({ adapter }) => (adapter instanceof ProcessAdapter ? [adapter] : []));
    await Promise.all(adapters.map((adapter) => adapter.kill()));
    await later(stand.random.nat(1_500));
    for (const adapter of adapters) adapter.comeBack();
    ends();
    return adapters.length;
  },
};

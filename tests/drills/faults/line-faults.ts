/** The network between the server and some adapters and screens. */
import type { Fault } from '../fault.ts';
import type { FaultyLine, Trouble } from '../faulty-line.ts';
import { later } from '../stand.ts';
import type { Seat, Stand } from '../stand.ts';

/** Of each of some chairs its adapter's line, its screen's or both; now and then the station's. */
function someLines(stand: Stand): { readonly lines: readonly FaultyLine[]; readonly fed: readonly Seat[] } {
  const fed: Seat[] = [];
  const lines = stand.someSeats().flatMap((seat) => {
    const which = stand.random.nat(3);
    if (which !== 1) fed.push(seat);
    return [...(which !== 1 ? [seat.adapterLine] : []), ...(which !== 0 ? [seat.screenLine] : [])];
  });
  if (stand.random.nat(3) === 0) lines.push(stand.stationLine);
  return { lines, fed };
}

/** @param delays whether readings may be later than five seconds */
async function inTrouble(stand: Stand, trouble: Trouble, ms: number, delays = true): Promise<number> {
  const { lines, fed } = someLines(stand);
  const ends = stand.troubleBegins(delays ? fed : []);
  for (const line of lines) line.set(trouble);
  await later(ms);
  for (const line of lines) line.set({});
  ends();
  return lines.length;
}

/** The connection is gone and nobody says so; a new one is well. From there on the five seconds count. */
export const halfOpen: Fault = {
  id: 'half-open',
  name: 'half-open sockets',
  share: 140,
  async inject(stand) {
    const { lines, fed } = someLines(stand);
    const ends = stand.troubleBegins(fed);
    for (const line of lines) line.halfOpen();
    ends();
    return lines.length;
  },
};

export const loss: Fault = {
  id: 'loss',
  name: '30 % packet loss',
  share: 100,
  inject: (stand) => inTrouble(stand, { lossPct: 30, delayMs: 40 }, stand.someMs(3_000, 7_000)),
};

export const latency: Fault = {
  id: 'latency',
  name: '2 s latency, there and back',
  share: 80,
  inject: (stand) => inTrouble(stand, { delayMs: 1_000 }, stand.someMs(4_000, 9_000), false),
};

/** Longer than the wire's pings wait: connections come and go. */
export const farAway: Fault = {
  id: 'far-away',
  name: '2 s latency each way',
  share: 60,
  inject: (stand) => inTrouble(stand, { delayMs: 2_000 }, stand.someMs(4_000, 10_000)),
};

export const partition: Fault = {
  id: 'partition',
  name: 'partition of 0.5–12 s, healed',
  share: 140,
  inject: (stand) => inTrouble(stand, { parted: true }, stand.someMs(500, 12_000)),
};

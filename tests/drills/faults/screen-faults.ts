/** Tablets and the station: gone and back, or there and not reading. */
import { DrillChair } from '../drill-screen.ts';
import type { Fault } from '../fault.ts';
import { later } from '../stand.ts';

const AWAY_MS = 2_000;

/** Switched off, with or without a word to the server, and on again. */
export const screenKilled: Fault = {
  id: 'screen-killed',
  name: 'tablet killed and back',
  share: 100,
  async inject(stand) {
    const seats = stand.someSeats();
    for (const { screen, screenLine } of seats) {
      if (stand.random.nat(2) === 0) screenLine.halfOpen();
      screen.close();
    }
    await later(stand.someMs(0, AWAY_MS));
    for (const seat of seats) seat.screen = new DrillChair(seat.screenLine.port, seat.chair.chairId);
    return seats.length;
  },
};

/** It reads nothing, or a kilobyte a second, while everything goes on. */
export const stalledScreen: Fault = {
  id: 'stalled-screen',
  name: 'stalled screen',
  share: 80,
  async inject(stand) {
    const lines = stand.someSeats().map(({ screenLine }) => screenLine);
    if (stand.random.nat(2) === 0) lines.push(stand.stationLine);
    for (const line of lines) line.set({ bytesPerSecond: stand.random.nat(2) * 1_000 });
    await later(stand.someMs(2_000, 8_000));
    for (const line of lines) line.set({});
    return lines.length;
  },
};

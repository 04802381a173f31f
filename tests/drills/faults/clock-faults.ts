/** The computer's wall clock is set: clinic time goes on as if nothing had happened. */
import type { Fault } from '../fault.ts';

const HOUR_MS = 3_600_000;
/** It is looked at each second or so. */
const SEEN_MS = 1_500;

export const clockJumps: Fault = {
  id: 'clock-jumps',
  name: 'wall clock jumps 1 h, on and back',
  share: 60,
  async inject(stand) {
    stand.single.server.tell({ do: 'step-wall', byMs: stand.random.nat(2) === 0 ? HOUR_MS : -HOUR_MS });
    await stand.goesOn(SEEN_MS);
    return 1;
  },
};

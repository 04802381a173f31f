/** The server itself: killed, or given no turn. */
import type { Fault } from '../fault.ts';
import { later } from '../stand.ts';

export const serverKilled: Fault = {
  id: 'server-killed',
  name: 'server killed (SIGKILL)',
  share: 90,
  async inject(stand) {
    const ends = stand.troubleBegins();
    await stand.single.server.kill();
    await stand.single.server.start();
    ends();
    return 1;
  },
};

/** Stopped by SIGSTOP for some ms between the two. */
const frozen =
  (least: number, most: number): Fault['inject'] =>
  async (stand) => {
    const ends = stand.troubleBegins();
    stand.single.server.freeze();
    await later(stand.someMs(least, most));
    stand.single.server.thaw();
    ends();
    return 1;
  };

/** Shorter than any silence is noticed by. */
export const serverPaused: Fault = {
  id: 'server-paused',
  name: 'server stopped for 0.3–2 s (SIGSTOP)',
  share: 60,
  inject: frozen(300, 2_000),
};

/** Longer than the wire's pings wait: every client leaves meanwhile. */
export const serverStopped: Fault = {
  id: 'server-stopped',
  name: 'server stopped for 5–8 s (SIGSTOP)',
  share: 45,
  inject: frozen(5_000, 8_000),
};

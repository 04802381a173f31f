/** How long a start takes with N running visits of 70 minutes at 1 Hz: from opening the database to the first tick done. */
import { benchFolder, startClinic, writeVisits } from './running-visits.ts';
import { atMost } from './stats.ts';
import type { Figure } from './stats.ts';

/** As old as a kept state gets, and a little more: every five minutes one is kept. */
const SINCE_KEPT = 310;
/** At least. */
const KEPT_A_TICK = 5;
const GOAL_MS = 5_000;

/** Every visit is folded from its first event. @returns ms until ready, and the events that were folded. */
export async function restartMs(visits: number): Promise<{ ms: number; events: number }> {
  const folder = benchFolder();
  const filling = await folder.open();
  const events = await writeVisits(filling, visits);
  await filling.close();

  const started = performance.now();
  const journal = await folder.open();
  const attached = startClinic(journal);
  const ms = performance.now() - started;
  await attached.close();
  await journal.close();
  folder.remove();
  return { ms, events };
}

/** After states were kept, as old as they get. @returns `cpuMs` of its thread besides: of a machine that does other things too */
export async function restartKeptMs(visits: number): Promise<{ ms: number; cpuMs: number; events: number }> {
  const folder = benchFolder();
  const filling = await folder.open();
  let cutAt = 0;
  const first = await writeVisits(filling, visits, (events) => {
    cutAt = events.at(-SINCE_KEPT - 1)?.at ?? 0;
    return events.slice(0, -SINCE_KEPT);
  });
  await filling.close();

  const life = await folder.open();
  const keeping = folder.states(life);
  const lived = startClinic(life, keeping, cutAt);
  // Every visit once.
  for (let tick = 0; tick <= visits / KEPT_A_TICK; tick += 1) lived.clinic.tick();
  await keeping.close();
  await lived.close();
  const rest = await writeVisits(life, visits, (events) => events.slice(-SINCE_KEPT));
  await life.close();

  const started = performance.now();
  const before = process.threadCpuUsage();
  const journal = await folder.open();
  const attached = startClinic(journal, folder.states(journal));
  const ms = performance.now() - started;
  const { user, system } = process.threadCpuUsage(before);
  await attached.close();
  await journal.close();
  folder.remove();
  return { ms, cpuMs: (user + system) / 1_000, events: first + rest };
}

export async function restart(say: (line: string) => void, visits = 500): Promise<readonly Figure[]> {
  say(`restart with ${visits} running visits of 70 minutes`);
  const kept = await restartKeptMs(visits);
  say('restart with 24, each folded whole, as after an upgrade');
  const whole = await restartMs(24);
  const name = (count: number, events: number, how: string): string =>
    `restart, ${count} running visits of 70 min (${events} events)${how} until ready`;
  return [
    atMost(name(visits, kept.events, ''), 'ms', GOAL_MS, kept.ms),
    atMost(`${name(visits, kept.events, '')}, processor time`, 'ms', GOAL_MS, kept.cpuMs),
    atMost(name(24, whole.events, ' folded whole, as after an upgrade,'), 'ms', GOAL_MS, whole.ms),
  ];
}

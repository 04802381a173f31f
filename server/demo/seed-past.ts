/**
 * The past of the demo's visits: the same line as live (emulated bytes, decoder, reducer, clinic, journal; commands of staff), run through
 * an hour and a half of simulated clinic time, so that trends and alerts have a history.
 */
import type { Instant } from '#core/reading.ts';
import { Clinic } from '../clinic.ts';
import { ManualClock } from '../clock.ts';
import type { Journal } from '../journal/journal.ts';
import { scenarioTable } from '../emulator/scenario-table.ts';
import { demoChairs } from './demo-chairs.ts';
import type { DemoVisit } from './demo-chairs.ts';
import { adapterIdOf, allowCuffControl, chairIds, demoFounding, demoStaff, devicesOf, furnish } from './demo-site.ts';
import { createSeededDevice } from './seeded-device.ts';
import type { SeededDevice } from './seeded-device.ts';

const STEP_MS = 1000;
/** Simulated time between two ticks; readings bring about what is due at each second anyway. */
const TICK_EVERY_MS = 10_000;

interface Seat {
  readonly place: number;
  readonly chairId: string;
  readonly visit: DemoVisit;
  /** Clinic time of the scenario's zero. */
  readonly zeroAt: Instant;
  readonly devices: readonly SeededDevice[];
  visitId?: string;
  /** Acts done so far. */
  done: number;
}

/** @param until clinic time at which the demo begins. Leaves the journal open, with all of the past in it. */
export async function seedPast(
  journal: Journal,
  deps: { readonly until: Instant; readonly timeZone: string; readonly newId: () => string },
): Promise<void> {
  const { until, timeZone, newId } = deps;
  const longest = Math.max(...demoChairs.map(({ fromMs, visit }) => (visit ? fromMs - visit.openedMs : 0)));
  const clock = new ManualClock(until - Math.ceil(longest / STEP_MS) * STEP_MS - STEP_MS);
  const clinic = new Clinic({ journal, clock, newId, founding: demoFounding(timeZone) });
  await furnish(clinic);
  const seats = seatsOf(clinic, until, newId);

  let written = clinic.drained();
  for (let tickAt = clock.now(); clock.now() < until;) {
    clock.advance(STEP_MS);
    for (const seat of seats) await live(clinic, seat, clock.now());
    if (clock.now() < tickAt) continue;
    tickAt = clock.now() + TICK_EVERY_MS;
    clinic.tick();
    // The disk is never more than two ticks behind: were it late, the past would say "not recorded".
    await written;
    written = clinic.drained();
  }
  await allowCuffControl(clinic);
  await clinic.drained();
  clinic.dispose();
}

function seatsOf(clinic: Clinic, until: Instant, newId: () => string): readonly Seat[] {
  const ids = chairIds(clinic);
  return demoChairs.flatMap(({ scenario, fromMs, visit }, place) => {
    const chairId = ids[place];
    if (!visit || chairId === undefined) return [];
    const devices = devicesOf(place).map((device) => createSeededDevice(device, scenarioTable[scenario], newId()));
    return [{ place, chairId, visit, zeroAt: until - fromMs, devices, done: 0 }];
  });
}

/** One second of one chair. */
async function live(clinic: Clinic, seat: Seat, now: Instant): Promise<void> {
  const tMs = now - seat.zeroAt;
  if (tMs < seat.visit.openedMs) return;
  seat.visitId ??= await open(clinic, seat);
  const readings = seat.devices.flatMap((device) => device.readings(tMs, now));
  // Answered once on the disk, which `drained` waits for; the events themselves are taken at once.
  if (readings.length > 0) void clinic.ingest(adapterIdOf(seat.place), readings);
  for (let act = seat.visit.acts[seat.done]; act && act.atMs <= tMs; act = seat.visit.acts[seat.done]) {
    seat.done += 1;
    const answer = await clinic.command(seat.visitId, act.command, { actor: demoStaff[act.by], place: 'chair' });
    if (!answer.ok)
      throw new Error(`Demo, ${act.command.type} at ${tMs / 1000} s of place ${seat.place}: ${answer.refusal.message}`);
  }
}

async function open(clinic: Clinic, { place, chairId, visit }: Seat): Promise<string> {
  const adapterId = adapterIdOf(place);
  clinic.adapterConnected(adapterId, 'past');
  clinic.announce(
    adapterId,
    devicesOf(place).map(({ deviceId, model }) => ({ deviceId, model, emulated: true })),
  );
  const { patient, protocolId } = visit;
  const answer = await clinic.openVisit({ chairId, protocolId, patient }, demoStaff.nurse);
  if (!answer.ok) throw new Error(`Demo, place ${place}: ${answer.refusal.message}`);
  return answer.data.visitId;
}

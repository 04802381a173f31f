/**
 * The past of the demo's visits: the same line as live (emulated bytes, decoder, reducer, clinic, journal; commands of staff), run through
 * an hour and a half of simulated clinic time, so that trends and alerts have a history.
 */
import type { Duration, Instant } from '#core/reading.ts';
import { usualLengthMs } from '#core/schedule/plan.ts';
import type { PlannedVisit } from '#core/schedule/plan.ts';
import type { SetUp } from '#core/setup.ts';
import type { GivenPatient } from '#protocol/screen-events.ts';
import { Clinic } from '../clinic.ts';
import { ManualClock } from '../clock.ts';
import type { Journal } from '../journal/journal.ts';
import { scenarioTable } from '../emulator/scenario-table.ts';
import type { ScenarioName } from '../emulator/scenario-table.ts';
import { demoChairs } from './demo-chairs.ts';
import type { DemoVisit } from './demo-chairs.ts';
import { demoPastVisits, demoPlans } from './demo-past.ts';
import { addPeople } from './demo-people.ts';
import {
  adapterIdOf,
  allowCuffControl,
  chairIds,
  demoFounding,
  demoStaff,
  devicesOf,
  furnish,
  give,
} from './demo-site.ts';
import { createSeededDevice } from './seeded-device.ts';
import type { SeededDevice } from './seeded-device.ts';

const STEP_MS = 1000;
/** Of visits that are over: a trend is as good of a reading in four seconds, and the demo begins sooner. */
const COARSE_STEP_MS = 4 * STEP_MS;
const QUARTER_MS = 15 * 60_000;
/** Simulated time between two ticks; readings bring about what is due at each second anyway. */
const TICK_EVERY_MS = 10_000;

interface Seat {
  readonly place: number;
  readonly chairId: string;
  /** Every visit of the demo was planned. */
  readonly planId: string;
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
  const over = demoPastVisits.map(({ place, scenario, zeroAgoMs, visit }): Wish => {
    return { place, scenario, zeroAt: until - zeroAgoMs, visit };
  });
  const now = demoChairs.flatMap(({ scenario, fromMs, visit }, place): readonly Wish[] =>
    visit ? [{ place, scenario, zeroAt: until - fromMs, visit }] : [],
  );
  const clock = new ManualClock(Math.min(...[...over, ...now].map(openedAt)) - STEP_MS);
  const clinic = new Clinic({ journal, clock, newId, founding: demoFounding(timeZone) });
  await addPeople({ site: clinic.site, recordSite: (bodies, actor) => clinic.recordSite(bodies, actor) });
  await furnish(clinic);
  for (const some of together(over)) {
    const seats = await seatsOf(clinic, clock, some, newId);
    await run(clinic, clock, seats, { until: Math.max(...some.map(endedAt)), stepMs: COARSE_STEP_MS });
  }
  await run(clinic, clock, await seatsOf(clinic, clock, now, newId), { until, stepMs: STEP_MS });
  await planTheRest(clinic, until);
  await allowCuffControl(clinic);
  await clinic.drained();
  clinic.dispose();
}

interface Wish {
  readonly place: number;
  readonly scenario: ScenarioName;
  /** Clinic time of the scenario's zero. */
  readonly zeroAt: Instant;
  readonly visit: DemoVisit;
}

const openedAt = ({ zeroAt, visit }: Wish): Instant => zeroAt + visit.openedMs;
const endedAt = ({ zeroAt, visit }: Wish): Instant => zeroAt + Math.max(...visit.acts.map(({ atMs }) => atMs));

/** Visits that overlap are lived through at once; oldest first. */
function together(wishes: readonly Wish[]): readonly (readonly Wish[])[] {
  const groups: Wish[][] = [];
  for (const wish of wishes.toSorted((a, b) => openedAt(a) - openedAt(b))) {
    const last = groups.at(-1);
    if (last && openedAt(wish) <= Math.max(...last.map(endedAt))) last.push(wish);
    else groups.push([wish]);
  }
  return groups;
}

/** From the first opening on; nothing happens in the time before it. */
async function run(
  clinic: Clinic,
  clock: ManualClock,
  seats: readonly Seat[],
  { until, stepMs }: { readonly until: Instant; readonly stepMs: Duration },
): Promise<void> {
  let written = clinic.drained();
  for (let tickAt = clock.now(); clock.now() < until;) {
    clock.advance(Math.min(stepMs, until - clock.now()));
    for (const seat of seats) await live(clinic, seat, clock.now());
    if (clock.now() < tickAt) continue;
    tickAt = clock.now() + TICK_EVERY_MS;
    clinic.tick();
    // The disk is never more than two ticks behind: were it late, the past would say "not recorded".
    await written;
    written = clinic.drained();
  }
}

/** Moves the clock to just before the first of them is opened, and plans them. */
async function seatsOf(
  clinic: Clinic,
  clock: ManualClock,
  wishes: readonly Wish[],
  newId: () => string,
): Promise<readonly Seat[]> {
  const from = Math.min(...wishes.map(openedAt)) - STEP_MS;
  clock.advance(Math.max(0, Math.ceil((from - clock.now()) / STEP_MS) * STEP_MS));
  const ids = chairIds(clinic);
  const seats: Seat[] = [];
  for (const wish of wishes) {
    const { place, visit, scenario, zeroAt } = wish;
    const chairId = ids[place] ?? '';
    const { weightKg, doseMgPerKg, doseMg, ride } = setUpOf(visit);
    const planId = await plan(clinic, {
      ...{ chairId, startsAt: openedAt(wish), patient: visit.patient, protocolId: visit.protocolId },
      setUp: {
        ...(weightKg !== undefined && { weightKg }),
        ...(doseMgPerKg !== undefined && { doseMgPerKg }),
        ...(doseMg !== undefined && { doseMg }),
        ...(ride && { ride }),
      },
    });
    const devices = devicesOf(place).map((device) => createSeededDevice(device, scenarioTable[scenario], newId()));
    seats.push({ place, chairId, planId, visit, zeroAt, devices, done: 0 });
  }
  return seats;
}

const setUpOf = ({ acts }: DemoVisit): SetUp =>
  acts.flatMap(({ command }) => (command.type === 'setup:record' ? [command.setUp] : []))[0] ?? {};

/** Those who are still to come. */
async function planTheRest(clinic: Clinic, until: Instant): Promise<void> {
  const ids = chairIds(clinic);
  for (const { place, inMs, cancelled, protocolId = 'iv-ketamine-40', ...wish } of demoPlans) {
    const startsAt = Math.ceil((until + inMs) / QUARTER_MS) * QUARTER_MS;
    const planId = await plan(clinic, { ...wish, protocolId, startsAt, chairId: ids[place] ?? '' });
    if (cancelled !== undefined) await give(clinic, { type: 'plan:cancel', planId, reason: cancelled });
  }
}

type PlanWish = Omit<PlannedVisit, 'lengthMs'> & { readonly patient: GivenPatient };

async function plan(clinic: Clinic, { patient, ...wish }: PlanWish): Promise<string> {
  const protocol = clinic.site.protocols.find(({ id }) => id === wish.protocolId);
  if (!protocol) throw new Error(`The demo has no protocol ${wish.protocolId}.`);
  const lengthMs = usualLengthMs(protocol);
  await give(clinic, { type: 'plan:make', plan: { ...wish, lengthMs }, patient, confirmed: true });
  const known = clinic.schedule({ from: wish.startsAt, before: wish.startsAt + 1 }).plans;
  return known.findLast((each) => each.chairId === wish.chairId)?.planId ?? '';
}

/** One step of one chair. */
async function live(clinic: Clinic, seat: Seat, now: Instant): Promise<void> {
  const tMs = now - seat.zeroAt;
  if (tMs < seat.visit.openedMs) return;
  const last = seat.visit.acts.at(-1);
  if (last?.command.type === 'visit:end' && seat.done === seat.visit.acts.length) return;
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

async function open(clinic: Clinic, { place, chairId, planId }: Seat): Promise<string> {
  const adapterId = adapterIdOf(place);
  clinic.adapterConnected(adapterId, 'past');
  clinic.announce(
    adapterId,
    devicesOf(place).map(({ deviceId, model }) => ({ deviceId, model, emulated: true })),
  );
  const answer = await clinic.openVisit({ chairId, planId, confirmed: true }, demoStaff.nurse);
  if (!answer.ok) throw new Error(`Demo, place ${place}: ${answer.refusal.message}`);
  return answer.data.visitId;
}

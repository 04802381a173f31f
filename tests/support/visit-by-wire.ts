/** Brings a visit over real sockets to where a test begins: what a nurse does, at the speed of a test. */
import { COMPLETE_SET_UP } from './visit-builder.ts';
import type { TestAdapter } from './test-adapter.ts';
import type { TestClinic } from './test-clinic.ts';
import type { TestScreen } from './test-screen.ts';

export interface WireVisit {
  readonly visitId: string;
  readonly chairId: string;
  readonly nurse: TestScreen;
  readonly adapter: TestAdapter;
}

const STEP_MS = 4_000;

/** A nurse at the chair, an adapter, and a visit just opened. */
export async function openByWire(clinic: TestClinic, chairNumber = 1, at?: TestScreen): Promise<WireVisit> {
  const { chairId } = clinic.chair(chairNumber);
  const adapter = await clinic.adapter(chairNumber);
  const nurse = await (at ?? (await clinic.screen())).choose('nurse');
  await nurse.watch(chairId);
  const visitId = await nurse.open(chairId);
  return { visitId, chairId, nurse, adapter };
}

/** Identity, set-up, a proved probe, two BPs and two minutes of good signal. */
export async function makeReadyByWire(clinic: TestClinic, visit: WireVisit): Promise<void> {
  const { visitId, nurse, adapter } = visit;
  await nurse.give(visitId, { type: 'identity:confirm' }, { type: 'setup:record', setUp: COMPLETE_SET_UP });
  await clinic.pass(1_000);
  await adapter.probeOff();
  await clinic.pass(1_000);
  await adapter.bp(128, 79);
  await clinic.pass(120_000, () => adapter.spo2(98), STEP_MS);
  await adapter.bp(126, 77);
}

/** @param at the nurse's screen; default a new one */
export async function infusingByWire(clinic: TestClinic, chairNumber = 1, at?: TestScreen): Promise<WireVisit> {
  const visit = await openByWire(clinic, chairNumber, at);
  await makeReadyByWire(clinic, visit);
  await visit.nurse.give(visit.visitId, { type: 'infusion:start', minutesAgo: 0 });
  return visit;
}

/** Minutes with good values, and a BP every ten. */
export async function watchByWire(clinic: TestClinic, { adapter }: WireVisit, minutes: number): Promise<void> {
  for (let left = minutes; left > 0; left -= 10) {
    await clinic.pass(Math.min(left, 10) * 60_000, () => adapter.spo2(98), STEP_MS);
    if (left >= 10) await adapter.bp(124, 78);
  }
}

/** From the infusion to the door: recovery, the criteria met or set aside; ready to go but for the ride. @returns the provider's screen */
export async function readyToGoByWire(clinic: TestClinic, visit: WireVisit): Promise<TestScreen> {
  const { visitId, chairId, nurse, adapter } = visit;
  const provider = await (await clinic.screen()).choose('provider');
  await nurse.give(visitId, { type: 'infusion:end', reason: 'completed', minutesAgo: 0 });
  await watchByWire(clinic, visit, 31);
  await adapter.bp(124, 78);
  await nurse.give(
    visitId,
    { type: 'entry:record', minutesAgo: 0, entry: { kind: 'response', response: 'normal', nausea: false } },
    { type: 'entry:record', minutesAgo: 0, entry: { kind: 'scale', scale: 'dissociation', score: 0 } },
  );
  const unmet = clinic.clinic.board.view(chairId)?.criteria.filter(({ status }) => status === 'unmet') ?? [];
  const byHand = ['oriented', 'steady-gait', 'iv-out', 'instructions-given'] as const;
  for (const { criterion } of unmet)
    if (!(byHand as readonly string[]).includes(criterion))
      await provider.give(visitId, { type: 'criterion:override', criterion, reason: 'as discussed' });
  await nurse.give(visitId, { type: 'monitoring:end' });
  for (const criterion of byHand) await nurse.give(visitId, { type: 'criterion:check', criterion, met: true });
  return provider;
}

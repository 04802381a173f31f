import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Actor } from '#core/actor.ts';
import { chairView } from '#core/view.ts';
import { evolve } from '#core/visit.ts';
import type { VisitState } from '#core/visit-state.ts';
import type { WireReading } from '#protocol/adapter-events.ts';
import { Clinic } from '../../server/clinic.ts';
import { ManualClock } from '../../server/clock.ts';
import { openJournal } from '../../server/journal/open-journal.ts';
import { createNewId } from '../../server/new-id.ts';

const staff = (role: 'nurse' | 'administrator'): Actor => ({
  kind: 'staff',
  staffId: role,
  name: role,
  role,
  screenId: 's',
});

/** A clinic on a real journal that may be killed and started again at any step: memory is thrown away, the disk stays. */
class Fuzzed {
  readonly #folder = mkdtempSync(join(tmpdir(), 'vigil-fuzz-'));
  readonly #clock = new ManualClock(Date.UTC(2026, 2, 2, 14));
  readonly #newId = createNewId();
  readonly sent = new Map<number, WireReading>();
  #clinic: Clinic | undefined;
  #close: () => Promise<unknown> = async () => undefined;
  visitId = '';
  chairId = '';

  get clinic(): Clinic {
    if (!this.#clinic) throw new Error('not started');
    return this.#clinic;
  }

  async start(): Promise<void> {
    const opened = await openJournal(join(this.#folder, 'vigil.db'), { newId: this.#newId });
    if (!opened.ok) throw new Error(opened.refusal.message);
    const founding = { name: 'Fuzz', demo: false, timeZone: 'UTC' };
    this.#clinic = new Clinic({ journal: opened.value, clock: this.#clock, newId: this.#newId, founding });
    this.#clinic.adapterConnected('a', 'connection');
    this.#clinic.announce('a', [{ deviceId: 'ox', model: 'nonin-df2', emulated: false }]);
    this.#close = () => opened.value.close();
  }

  async furnish(): Promise<void> {
    const { clinic } = this;
    const by = { actor: staff('administrator') };
    await clinic.siteCommand({ type: 'chair:add', name: 'Chair 1' }, by);
    this.chairId = clinic.site.chairs[0]?.chairId ?? '';
    const oximeter = { deviceId: 'ox', model: 'nonin-df2', label: 'ox', emulated: false } as const;
    await clinic.siteCommand({ type: 'device:register', ...oximeter }, by);
    await clinic.siteCommand({ type: 'device:bind', deviceId: 'ox', chairId: this.chairId }, by);
    const patient = { name: 'Ada Byron', birthDate: '1980-12-10' };
    const answer = await clinic.openVisit(
      { chairId: this.chairId, protocolId: 'iv-ketamine-40', patient },
      staff('nurse'),
    );
    if (!answer.ok) throw new Error(answer.refusal.message);
    this.visitId = answer.data.visitId;
  }

  advance(ms: number): void {
    this.#clock.advance(ms);
    this.clinic.tick();
  }

  measure(spo2Pct: number, agoMs: number): WireReading {
    const seq = this.sent.size + 1;
    const measuredAt = this.#clock.now() - agoMs;
    const common = { deviceId: 'ox', epoch: 'e', seq, measuredAt, causes: [] };
    const reading: WireReading = { ...common, kind: 'oximetry', quality: 'good', spo2Pct, pulseBpm: 70 };
    this.sent.set(seq, reading);
    return reading;
  }

  async note(commandId: string): Promise<void> {
    const entry = { kind: 'note', text: 'calm' } as const;
    const by = { actor: staff('nurse'), place: 'chair', commandId } as const;
    const answer = await this.clinic.command(this.visitId, { type: 'entry:record', entry, minutesAgo: 0 }, by);
    if (!answer.ok) throw new Error(answer.refusal.message);
  }

  async restart(): Promise<void> {
    this.clinic.dispose();
    await this.#close();
    await this.start();
  }

  /** Stops it, and gives back what the journal holds of the visit. */
  async end() {
    this.clinic.dispose();
    await this.#close();
    const opened = await openJournal(join(this.#folder, 'vigil.db'));
    if (!opened.ok) throw new Error(opened.refusal.message);
    const events = await opened.value.read({ kind: 'visit', id: this.visitId });
    await opened.value.close();
    rmSync(this.#folder, { recursive: true, force: true });
    return events;
  }

  get now(): number {
    return this.#clock.now();
  }
}

type Step = (fuzzed: Fuzzed) => Promise<unknown>;
const spo2 = fc.integer({ min: 78, max: 100 });
const step: fc.Arbitrary<readonly [string, Step]> = fc.oneof(
  fc.integer({ min: 1, max: 12_000 }).map((ms) => [`advance ${ms}`, async (f: Fuzzed) => f.advance(ms)] as const),
  spo2.map((value) => [`live ${value}`, (f: Fuzzed) => f.clinic.ingest('a', [f.measure(value, 0)])] as const),
  fc
    .array(spo2, { minLength: 1, maxLength: 5 })
    .map(
      (values) =>
        [
          `backlog ${values.join()}`,
          (f: Fuzzed) =>
            f.clinic.ingest(
              'a',
              [f.measure(97, 0), ...values.map((value, at) => f.measure(value, at * 700))].toReversed(),
            ),
        ] as const,
    ),
  fc
    .nat(20)
    .map(
      (back) =>
        [
          `again ${back}`,
          async (f: Fuzzed) => f.clinic.ingest('a', [...f.sent.values()].slice(-back).toReversed()),
        ] as const,
    ),
  fc.nat(3).map((id) => [`note ${id}`, (f: Fuzzed) => f.note(`note-${id}`)] as const),
  fc.constant(['restart', (f: Fuzzed) => f.restart()] as const),
);

test('WS-42 whatever is sent, repeated, late or cut by a restart: the journal holds each once and makes the same view', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      const fuzzed = new Fuzzed();
      await fuzzed.start();
      await fuzzed.furnish();
      fuzzed.advance(5_000);
      const notes = new Set<string>();
      for (const [name, run] of steps) {
        await run(fuzzed);
        if (name.startsWith('note')) notes.add(name);
      }
      await fuzzed.clinic.drained();
      const live = fuzzed.clinic.board.view(fuzzed.chairId);
      const events = await fuzzed.end();
      const visit = events.reduce<VisitState | undefined>((state, event) => evolve(state, event), undefined) ?? null;
      if (!live) throw new Error('no view');
      const { chair, patient, devices, sound, recorded } = live;
      // Time stands still since the last tick: nothing that changes by time alone is missing.
      expect(chairView({ chair, visit, patient, devices, sound, recorded }, fuzzed.now)).toEqual(live);
      const seqs = events.flatMap((event) => (event.type === 'reading-recorded' ? [event.source.seq] : []));
      expect(seqs.toSorted((a, b) => a - b)).toEqual([...fuzzed.sent.keys()]);
      expect(events.filter(({ type }) => type === 'entry-recorded')).toHaveLength(notes.size);
    }),
    { numRuns: 8 },
  );
});

/** A reading that the rules cannot take (a bug) is answered as it is, kept apart, and hurts nobody else. */
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import type { VisitEvent } from '#core/event.ts';
import * as rules from '#core/visit.ts';
import { startTestClinic } from '../support/test-clinic.ts';
import { infusingByWire } from '../support/visit-by-wire.ts';

vi.mock('#core/visit.ts', { spy: true });

const isPoison = (event: VisitEvent): boolean =>
  event.type === 'reading-recorded' && event.reading.kind === 'oximetry' && event.reading.spo2Pct === 77;

afterEach(() => vi.mocked(rules.evolve).mockRestore());

test('WS-146 it is refused with the reason and kept apart; the others of its batch are stored, and its visit is judged on', async () => {
  const clinic = await startTestClinic();
  onTestFinished(() => clinic.close());
  const { visitId, chairId, adapter } = await infusingByWire(clinic);
  const { evolve } = await vi.importActual<typeof rules>('#core/visit.ts');
  vi.mocked(rules.evolve).mockImplementation((state, event) => {
    if (isPoison(event)) throw new Error('no such value');
    return evolve(state, event);
  });
  await clinic.pass(3_000, () => adapter.spo2(96));
  const now = clinic.clock.now();
  const wire = (spo2Pct: number, agoMs: number) =>
    adapter.wire({ kind: 'oximetry', measuredAt: now - agoMs, quality: 'good', causes: [], spo2Pct, pulseBpm: 70 });
  const batch = [wire(95, 20), wire(77, 10), wire(94, 0)];
  const answers = await adapter.send(batch);
  expect(answers.map(({ status }) => status)).toEqual(['stored', 'refused', 'stored']);
  expect(answers[1]).toMatchObject({
    refusal: {
      code: 'unavailable',
      message: 'Vigil failed on this reading: it is kept apart and shown to nobody. Tell whoever looks after Vigil.',
    },
  });
  expect(clinic.clinic.counters.refusals).toMatchObject({ readings: { unavailable: 1 } });

  await clinic.clinic.drained();
  const values = (await clinic.journal.read({ kind: 'visit', id: visitId })).flatMap((event) =>
    event.type === 'reading-recorded' && event.reading.kind === 'oximetry' ? [event.reading.spo2Pct] : [],
  );
  expect(values.slice(-2)).toEqual([95, 94]);
  const db = new DatabaseSync(join(clinic.folder, 'vigil.db'), { readOnly: true });
  onTestFinished(() => db.close());
  const row = db.prepare('SELECT reason, reading FROM quarantine').get();
  expect(row?.['reason']).toContain('Vigil failed on this reading');
  expect(JSON.parse(String(row?.['reading']))).toMatchObject({ spo2Pct: 77, measuredAt: now - 10 });
  // Sent again, it is known.
  expect((await adapter.send([batch[1] as (typeof batch)[number]])).map(({ status }) => status)).toEqual(['duplicate']);

  await clinic.pass(20_000, () => adapter.spo2(84));
  expect(clinic.clinic.board.view(chairId)?.alerts.map(({ kind }) => kind)).toEqual(['spo2-low']);
});

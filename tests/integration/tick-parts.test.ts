/** A bug in one part of the tick: the others go on, and it is known from outside. */
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { AdapterDesk } from '../../server/clinic/adapter-desk.ts';
import { BellDesk } from '../../server/clinic/bell-desk.ts';
import { PageDesk } from '../../server/clinic/page-desk.ts';
import { startTestClinic } from '../support/test-clinic.ts';
import { infusingByWire } from '../support/visit-by-wire.ts';

afterEach(() => vi.restoreAllMocks());

test.each([
  ['bell', BellDesk],
  ['pages', PageDesk],
  ['adapters', AdapterDesk],
] as const)(
  'WS-148 the part "%s" throws: patients are watched on, and the health report names it until it is well',
  async (part, Desk) => {
    const clinic = await startTestClinic();
    onTestFinished(() => clinic.close());
    const { chairId, adapter } = await infusingByWire(clinic);
    const health = async () =>
      (await (await fetch(`${clinic.url}/healthz`)).json()) as Readonly<Record<string, unknown>>;
    expect(await health()).toMatchObject({ ok: true, failing: [] });
    const broken = vi.spyOn(Desk.prototype, 'tick').mockImplementation(() => {
      throw new Error('a bug');
    });
    await clinic.pass(20_000, () => adapter.spo2(80));
    expect(clinic.clinic.board.view(chairId)?.alerts.map(({ kind }) => kind)).toContain('spo2-low');
    expect(await health()).toMatchObject({ ok: false, failing: [part] });
    broken.mockRestore();
    await clinic.pass(1_000);
    expect(await health()).toMatchObject({ ok: true, failing: [] });
  },
);

/** A round of the tick in shares (docs/SPEC.md, WS-219). */
import { expect, test, vi } from 'vitest';
import { startTestClinic } from '../support/test-clinic.ts';

test('WS-219 over the shares of a round, and in one go, everything that is of the whole clinic is done once', async () => {
  const { clinic, close } = await startTestClinic({ timers: false });
  const parts = {
    cuffs: vi.spyOn(clinic.cuffs, 'tick'),
    sound: vi.spyOn(clinic.sound, 'tick'),
    board: vi.spyOn(clinic.board, 'tick'),
    audit: vi.spyOn(clinic.audit, 'tick'),
  };
  const counts = (): readonly number[] => Object.values(parts).map((part) => part.mock.calls.length);
  for (let nth = 0; nth < 10; nth += 1) {
    clinic.tick({ nth, of: 10 });
    if (nth === 0) expect(counts()).toEqual([1, 0, 0, 0]);
  }
  expect(counts()).toEqual([1, 1, 1, 1]);
  clinic.tick();
  expect(counts()).toEqual([2, 2, 2, 2]);
  await close();
});

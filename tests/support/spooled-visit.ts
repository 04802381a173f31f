/** For tests of adapters that spool: a clinic with one oximeter and a visit, and a look into the spool. */
import { randomUUID } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { TestScreen } from './test-screen.ts';

/** Chair 1 with the oximeter `ox-1`, in a server that is new. @returns the id of the visit opened there. */
export async function openVisitOn(port: number): Promise<string> {
  const screen = await TestScreen.connect(port);
  onTestFinished(() => screen.close());
  await screen.choose('administrator');
  const give = (command: Parameters<typeof screen.request<'site:command'>>[1]['command']) =>
    screen.request('site:command', { commandId: randomUUID(), command });
  await give({ type: 'chair:add', name: 'Chair 1' });
  await screen.until(({ site }) => site?.chairs.length === 1);
  const chairId = screen.site?.chairs[0]?.chairId ?? '';
  await give({ type: 'device:register', deviceId: 'ox-1', model: 'nonin-df2', label: 'ox', emulated: false });
  await give({ type: 'device:bind', deviceId: 'ox-1', chairId });
  await screen.choose('nurse');
  return screen.open(chairId);
}

export { identitiesIn } from './spooled-readings.ts';

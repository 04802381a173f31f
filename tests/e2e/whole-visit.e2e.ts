import { ChairScreen } from './chair-screen.ts';
import { expect, test } from './clinic-fixture.ts';
import { Finger, Keyboard } from './hand.ts';
import { workAVisit } from './work-a-visit.ts';

test('UI-90 UI-146 UI-289 a visit from the free chair to discharge by touch, the network pulled in its middle, the station beside it', async ({
  page,
  clinic,
  station,
  context,
}) => {
  test.setTimeout(180_000);
  const chair = await new ChairScreen(page, new Finger()).open(clinic.url, clinic.chair(1).chairId);
  await workAVisit(chair, clinic, {
    station,
    halfway: async (watch) => {
      await context.setOffline(true);
      // Chromium keeps an open socket through "offline"; the beats stop only when the server's side is cut.
      clinic.attached.io.of('/screens').disconnectSockets(true);
      await expect(chair.strip).toContainText(/no connection/i);
      await watch(0.2, 97);
      await context.setOffline(false);
      await expect(chair.strip).not.toContainText(/no connection/i, { timeout: 10_000 });
      await watch(0.1, 96);
      await expect(chair.spo2).toContainText('96');
    },
  });
});

test('UI-287 UI-288 a visit from the free chair to discharge by the keyboard alone, and the focus is always seen', async ({
  page,
  clinic,
}) => {
  test.setTimeout(180_000);
  const chair = await new ChairScreen(page, new Keyboard()).open(clinic.url, clinic.chair(1).chairId);
  await workAVisit(chair, clinic);
});

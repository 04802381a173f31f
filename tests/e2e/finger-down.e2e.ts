import { infusingByWire } from '../support/visit-by-wire.ts';
import { ChairScreen } from './chair-screen.ts';
import { expect, test } from './clinic-fixture.ts';
import { centreOf, Finger } from './hand.ts';

test('UI-433 a page that moves under a finger: what comes to stand there is not pressed, and the next tap is', async ({
  page,
  clinic,
}) => {
  const chair = await new ChairScreen(page, new Finger()).open(clinic.url, clinic.chair(1).chairId);
  await chair.iAm('N. Okafor', 'Nurse');
  await chair.openVisit('Ada Byron', '1980-12-10');
  await chair.confirmIdentity();
  const step = page.getByRole('button', { name: /^Set-up/ });
  const field = page.getByLabel('Weight', { exact: true });
  const touch = await page.context().newCDPSession(page);
  const [at, header] = [await centreOf(field), await centreOf(step)];
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [at] });
  // What an answer does that takes a row away, or brings one.
  await step.evaluate((button, by) => {
    button.closest('section')!.style.translate = `0 ${by}px`;
  }, at.y - header.y);
  const lifted = await page.evaluateHandle(() => ({
    gotThrough: new Promise<boolean>((resolve) => {
      let isClicked = false;
      document.addEventListener('click', () => (isClicked = true), { capture: true, once: true });
      // The browser gives the click in the same turn as the mouse-up before it.
      window.addEventListener('mouseup', () => setTimeout(() => resolve(isClicked)), { once: true });
    }),
  }));
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  expect(await lifted.evaluate(({ gotThrough }) => gotThrough)).toBe(false);
  await expect(step).toHaveAttribute('aria-expanded', 'true');

  await step.tap();
  await expect(step).toHaveAttribute('aria-expanded', 'false');
});

test('UI-434 a double tap on an answer is one answer: the next question, in the same place, stays open', async ({
  page,
  clinic,
}) => {
  const { chairId, visitId, adapter } = await infusingByWire(clinic);
  const chair = await new ChairScreen(page, new Finger()).open(clinic.url, chairId);
  await chair.iAm('N. Okafor', 'Nurse');
  await clinic.pass(1_000);
  await adapter.bp(134, 82);
  const answer = page.getByRole('button', { name: 'Drowsy' });
  const touch = await page.context().newCDPSession(page);
  const at = await centreOf(answer);
  for (const id of [1, 2]) {
    await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ ...at, id }] });
    await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  }
  const next = page.getByRole('button', { name: 'No nausea' });
  await expect(next).toBeVisible();
  expect(await next.evaluate((button, { x, y }) => button.contains(document.elementFromPoint(x, y)), at)).toBe(true);
  await chair.tap(/^Nausea$/);
  await expect(next).toBeHidden();
  await clinic.clinic.drained();
  const events = await clinic.journal.read({ kind: 'visit', id: visitId });
  expect(events.filter(({ type }) => type === 'entry-recorded')).toMatchObject([
    { entry: { kind: 'response', response: 'drowsy', nausea: true } },
  ]);
});

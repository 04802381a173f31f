import { ChairScreen } from './chair-screen.ts';
import { expect, test } from './clinic-fixture.ts';
import { Finger } from './hand.ts';

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
  const centre = async (): Promise<{ x: number; y: number }> => {
    const { x, y, width, height } = (await field.boundingBox())!;
    return { x: x + width / 2, y: y + height / 2 };
  };
  const touch = await page.context().newCDPSession(page);
  const at = await centre();
  const header = (await step.boundingBox())!;
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [at] });
  // What an answer does that takes a row away, or brings one.
  await step.evaluate(
    (button, by) => {
      button.closest('section')!.style.translate = `0 ${by}px`;
    },
    at.y - header.y - header.height / 2,
  );
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

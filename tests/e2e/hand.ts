/** How a person works a page: with the mouse, a finger, or the keyboard alone. */
import { expect, type Locator, type Page } from '@playwright/test';

export async function centreOf(button: Locator): Promise<{ x: number; y: number }> {
  const { x, y, width, height } = (await button.boundingBox())!;
  return { x: x + width / 2, y: y + height / 2 };
}

export interface Hand {
  press(button: Locator): Promise<void>;
  /** Presses for as long as the button is there. */
  hold(button: Locator): Promise<void>;
  write(field: Locator, value: string): Promise<void>;
  /** One of the radios of a group. */
  pick(group: Locator, option: string): Promise<void>;
}

export class Mouse implements Hand {
  press(button: Locator): Promise<void> {
    return button.click();
  }
  async hold(button: Locator): Promise<void> {
    await button.focus();
    await button.page().keyboard.down('Enter');
    await expect(button).toBeHidden();
    await button.page().keyboard.up('Enter');
  }
  async write(field: Locator, value: string): Promise<void> {
    await field.fill(value);
    await field.blur();
  }
  pick(group: Locator, option: string): Promise<void> {
    return group.getByText(option, { exact: true }).click();
  }
}

/** Longer than the page takes a second tap for the same act (UI-434): a person reads what came before they tap it. */
const READING_MS = 350;

export class Finger extends Mouse {
  #tapped = 0;

  override async press(button: Locator): Promise<void> {
    await expect.poll(() => Date.now() - this.#tapped, { intervals: [50] }).toBeGreaterThan(READING_MS);
    await button.tap();
    this.#tapped = Date.now();
  }
  override async hold(button: Locator): Promise<void> {
    await button.scrollIntoViewIfNeeded();
    const at = await centreOf(button);
    const touch = await button.page().context().newCDPSession(button.page());
    await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [at] });
    await expect(button).toBeHidden();
    await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    await touch.detach();
  }
  override async write(field: Locator, value: string): Promise<void> {
    await field.tap();
    await super.write(field, value);
  }
  override pick(group: Locator, option: string): Promise<void> {
    return group.getByText(option, { exact: true }).tap();
  }
}

/** More stops than any page has: one that is not reached by then is not reached. */
const STOPS = 150;

/** Tab, Enter, Space, arrows and typing; at each stop the focus must be seen. */
export class Keyboard implements Hand {
  async press(button: Locator): Promise<void> {
    await this.#reach(button);
    await button.page().keyboard.press('Enter');
  }
  async hold(button: Locator): Promise<void> {
    await this.#reach(button);
    await button.page().keyboard.down('Space');
    await expect(button).toBeHidden();
    await button.page().keyboard.up('Space');
  }
  async write(field: Locator, value: string): Promise<void> {
    const { keyboard } = field.page();
    await this.#reach(field);
    const [year = '', month = '', day = ''] = value.split('-');
    if ((await field.getAttribute('type')) === 'date') await keyboard.type(`${month}${day}${year}`);
    else {
      await keyboard.press('ControlOrMeta+A');
      await keyboard.type(value);
    }
    await expect(field).toHaveValue(value);
    // Who leaves the last field of a step may find it closed: it hands over to the next.
    await keyboard.press('Tab');
  }
  async pick(group: Locator, option: string): Promise<void> {
    const radios = group.getByRole('radio');
    const wanted = group.getByRole('radio', { name: option, exact: true });
    const isOfGroup = (): Promise<boolean> =>
      radios.evaluateAll((all) => all.some((each) => each === document.activeElement));
    for (let stops = 0; !(await isOfGroup()); stops += 1) await this.#step(group.page(), stops);
    for (let i = await radios.count(); i > 0 && !(await wanted.isChecked()); i -= 1)
      await group.page().keyboard.press((await isFocused(wanted)) ? 'Space' : 'ArrowRight');
    await expect(wanted).toBeChecked();
  }

  async #reach(wanted: Locator): Promise<void> {
    await expect(wanted).toBeVisible();
    for (let stops = 0; !(await isFocused(wanted)); stops += 1) await this.#step(wanted.page(), stops);
  }
  async #step(page: Page, stops: number): Promise<void> {
    expect(stops, 'reached by Tab').toBeLessThan(STOPS);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(unseenFocus), 'a focus that is not seen').toBeNull();
  }
}

const isFocused = (wanted: Locator): Promise<boolean> => wanted.evaluate((each) => each === document.activeElement);

/** Runs on the page. @returns what has the focus without a ring of 2 px on it or on the frame it stands in; null: all is well. */
function unseenFocus(): string | null {
  const at = document.activeElement;
  if (at === null || at === document.body) return null;
  for (let each: Element | null = at, up = 0; each !== null && up < 3; each = each.parentElement, up += 1) {
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(each);
    const isThere = each.getBoundingClientRect().width > 1 && outlineColor !== 'rgba(0, 0, 0, 0)';
    if (isThere && outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2) return null;
  }
  return at.outerHTML.slice(0, 200);
}

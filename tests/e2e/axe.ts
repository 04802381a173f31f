import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

interface AxeWish {
  /** All of them unless told. */
  readonly rules?: readonly string[];
  readonly without?: readonly string[];
}

/** What axe finds on the page as it stands once its colours have settled: `id: targets`, one for each violation. */
export async function axeFindings(page: Page, { rules, without = [] }: AxeWish = {}): Promise<readonly string[]> {
  await page.evaluate(async () => {
    const transitions = document.getAnimations().filter((each) => each instanceof CSSTransition);
    await Promise.allSettled(transitions.map(({ finished }) => finished));
  });
  // Nothing here is framed: without looking into frames it needs no second page.
  const builder = new AxeBuilder({ page }).setLegacyMode();
  const { violations } = await (rules ? builder.withRules([...rules]) : builder.disableRules([...without])).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}

/** How large what is tapped is. */
import type { Page } from '@playwright/test';

/** What is lower than `least` px, as `text: height`. A link within a sentence is as high as its line, and so is exempt (WCAG 2.5.8). */
export const smallTargets = (page: Page, least: number): Promise<readonly string[]> =>
  page.evaluate((px) => {
    const areaOf = (each: HTMLElement): HTMLElement => each.closest('label') ?? each;
    const isInSentence = (each: HTMLElement): boolean =>
      each.matches('p a') && each.parentElement?.textContent.trim() !== each.textContent.trim();
    return [
      ...document.querySelectorAll<HTMLElement>('button, a[href], input, select, textarea, summary, [role=button]'),
    ]
      .filter((each) => areaOf(each).checkVisibility({ visibilityProperty: true, opacityProperty: false }))
      .filter((each) => !isInSentence(each))
      .flatMap((each) => {
        const area = areaOf(each);
        const { width } = area.getBoundingClientRect();
        // Some reach beyond what is drawn of them.
        const beyond = getComputedStyle(area, '::after');
        const reach = beyond.position === 'absolute' && beyond.content !== 'none' ? parseFloat(beyond.height) : 0;
        const height = Math.max(area.getBoundingClientRect().height, reach);
        // Half a pixel is the rounding of a line's height.
        const size = Math.min(height, Math.max(width, each.matches('a') ? px : 0));
        return size > 0 && size < px - 0.5 ? [`${each.textContent.trim() || each.id || each.tagName}: ${size}`] : [];
      });
  }, least);

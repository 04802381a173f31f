/** Day or dim, kept per screen. Dim is the default: a ketamine room is dark. */
export type Theme = 'dim' | 'day';

const KEY = 'vigil.theme';

const stored = (): Theme => (localStorage.getItem(KEY) === 'day' ? 'day' : 'dim');

class ScreenTheme {
  #current = $state<Theme>('dim');

  get current(): Theme {
    return this.#current;
  }

  /** As it was left on this screen. Called once, by the root layout. */
  restore(): void {
    this.#apply(stored());
  }

  choose(theme: Theme): void {
    localStorage.setItem(KEY, theme);
    this.#apply(theme);
  }

  #apply(theme: Theme): void {
    this.#current = theme;
    document.documentElement.dataset['theme'] = theme;
    // The bar that a tablet draws above the page.
    const ground = getComputedStyle(document.documentElement).getPropertyValue('--bg');
    document.querySelector('meta[name="theme-color"]')?.setAttribute('content', ground.trim());
  }
}

export const theme = new ScreenTheme();

/** What a page does with parts of it that are fetched late: when they may be asked for, and what is left when one does not come. */
import { getContext, setContext } from 'svelte';

export interface PageParts {
  /** Read as state: the server answers. */
  readonly isHeard: () => boolean;
  /** For somebody who asked for it: the whole page anew. */
  readonly reload: () => void;
}

const KEY = Symbol('page parts');
const ALONE: PageParts = { isHeard: () => true, reload: () => location.reload() };

export const provideParts = (parts: PageParts): void => void setContext(KEY, parts);

/** On a page of fixtures the server always answers. Call it while a component is made. */
export const useParts = (): PageParts => getContext<PageParts | undefined>(KEY) ?? ALONE;

/** For the capture of `error` events: a style sheet that did not come is taken out, or the part it belongs to would be drawn without it at the next try. */
export function dropFailedStyle({ target }: Event): void {
  if (target instanceof HTMLLinkElement && target.rel === 'stylesheet') target.remove();
}

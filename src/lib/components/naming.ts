/** How a refusal for want of a name opens the choice of one, wherever on the page it stands (UI-155). */
import { getContext, setContext } from 'svelte';

const KEY = Symbol('naming');

export const provideNaming = (choose: () => void): void => void setContext(KEY, choose);

/** Undefined where the page has no such choice. Call it while a component is made. */
export const useNaming = (): (() => void) | undefined => getContext<(() => void) | undefined>(KEY);

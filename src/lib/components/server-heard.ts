/** Whether the page hears the server now, for what may wait until it does. */
import { getContext, setContext } from 'svelte';

const KEY = Symbol('server heard');

/** @param isHeard read as state */
export const provideServerHeard = (isHeard: () => boolean): void => void setContext(KEY, isHeard);

/** Always, on a page of fixtures that has no connection. Call it while a component is made. */
export const useServerHeard = (): (() => boolean) => getContext<(() => boolean) | undefined>(KEY) ?? (() => true);

/** What a page says of itself to each namespace: of an older build it waits until nobody is busy at it (OP-44), and is served meanwhile. */
import type { ScreenHandshake } from '#protocol/screen-events.ts';
import { PROTOCOL_VERSION } from '#protocol/version.ts';

export const pageHandshake = (build: string): ScreenHandshake => ({ protocol: PROTOCOL_VERSION, build, waits: true });

/** How every part of the settings asks for something. Null = done; a refusal is shown beside the button that was pressed. */
import type { Refusal } from '#core/refusal.ts';
import type { SiteCommand } from '#core/site-state.ts';
import type { SiteView } from '#protocol/screen-events.ts';

export type Ask = (command: SiteCommand) => Promise<Refusal | null>;
export type { SiteView };
export type DeviceOfSite = SiteView['devices'][number];
export type UnknownDeviceView = SiteView['unknownDevices'][number];

/** The next free number after those in use, as chairs are usually called. */
export function nextChairName(names: readonly string[]): string {
  const numbers = names.map((name) => Number(/(\d+)\s*$/.exec(name)?.[1] ?? 0));
  return `Chair ${Math.max(0, ...numbers) + 1}`;
}

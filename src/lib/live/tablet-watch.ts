/**
 * All that a tablet with devices of its own needs and no other page does, fetched as one (UI-266): there is no device on a page that
 * has not the rules to watch it by.
 */
export { OwnDevices } from '../bluetooth/own-devices.svelte.ts';
export * as rules from '../alone/rules.ts';

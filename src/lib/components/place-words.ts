import type { TapPlace } from '#core/alerts/alert.ts';

/** Where somebody acknowledged an alert. */
export const AT_PLACE: Readonly<Record<TapPlace, string>> = {
  chair: 'at the chair',
  station: 'at the station',
  phone: 'on a phone',
};

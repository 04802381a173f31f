/** The pages beside chair and station, by the name of their fixture: `/components?page=history`. */
export const PAGES = [
  'entry',
  'entry-empty',
  'entry-loading',
  'schedule',
  'schedule-empty',
  'schedule-nobody',
  'set-up',
  'transfer',
  'no-such-page',
  'chairs',
  'chairs-empty',
  'chairs-nobody',
  'chairs-lost',
  'chairs-loading',
  'history',
  'history-empty',
  'history-refused',
  'past',
  'past-reading',
  'past-nobody',
  'settings',
  'settings-nurse',
  'signal',
] as const;
export type PageName = (typeof PAGES)[number];

export const isPage = (name: string | null): name is PageName => PAGES.some((each) => each === name);

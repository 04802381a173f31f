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
  'unsigned',
  'unsigned-nurse',
  'unsigned-empty',
  'unsigned-loading',
  'unsigned-lost',
  'unsigned-nobody',
  'audit',
  'audit-empty',
  'audit-loading',
  'audit-lost',
  'audit-refused',
  'audit-another',
  'past',
  'past-reading',
  'past-nobody',
  'settings',
  'settings-nurse',
  'signal',
] as const;
export type PageName = (typeof PAGES)[number];

/** What is seen of sign-in, enrolment and the first run. */
export const ACCESS_PAGES = [
  'sign-in',
  'sign-in-pin',
  'sign-in-wrong',
  'sign-in-shut-out',
  'sign-in-password',
  'unlock',
  'out',
  'out-removed',
  'set-up-administrator',
  'people',
] as const;
export type AccessPage = (typeof ACCESS_PAGES)[number];

export const isAccessPage = (name: string | null): name is AccessPage => ACCESS_PAGES.some((each) => each === name);
export const isPage = (name: string | null): name is PageName => PAGES.some((each) => each === name);

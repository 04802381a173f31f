/** Where a page of a clinic leads that nobody has set up yet. */
export const SET_UP = '/set-up';
/** Pages that show fixtures, whatever the clinic. */
const WITHOUT_CLINIC = ['/components'];

/** Shows fixtures, whatever the clinic. */
export const isWithoutClinic = (pathname: string): boolean => WITHOUT_CLINIC.some((page) => pathname.startsWith(page));

/**
 * Where this page leads instead; undefined: it stays.
 * @param isNew there is something to set up; undefined while the clinic is not heard
 */
export function firstRunHref(pathname: string, isNew: boolean | null | undefined): string | undefined {
  if (isNew === undefined || isNew === null || isWithoutClinic(pathname)) return undefined;
  if (isNew) return pathname === SET_UP ? undefined : SET_UP;
  return pathname === SET_UP ? '/' : undefined;
}

/** The zones of this browser, and the one it is in. */
export function browserZones(): { readonly zones: readonly string[]; readonly here: string } {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return { zones: Intl.supportedValuesOf('timeZone'), here };
}

/** A screen that is refused with this offers the choice itself. */
export const NOBODY_NAMED = 'Nobody is named at this screen: choose who you are first.';

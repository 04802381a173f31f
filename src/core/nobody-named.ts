/** A screen that is refused with this offers the sign-in itself. */
export const NOBODY_NAMED = 'Nobody is signed in at this screen: sign in first.';
/** With the code `locked`: the page asks for the PIN, or away from the clinic's screens for the password. */
export const SCREEN_LOCKED = 'This screen is locked. Enter your PIN, then do it again.';
/** An administrator who came by PIN: whoever saw it typed must not have the clinic. */
export const NEEDS_PASSWORD = 'Sign in with your password for this.';

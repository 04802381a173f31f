/** Where a watch remembers whether somebody was watched: a folder that outlasts a reboot, and a file for each server (AL-212). */
import { isAbsolute, join } from 'node:path';

/** The XDG base directory for state. */
export function stateFolderOf({ XDG_STATE_HOME: told = '' }: NodeJS.ProcessEnv, home: string): string {
  // A relative path is invalid by the specification, and is to be ignored.
  return join(isAbsolute(told) ? told : join(home, '.local', 'state'), 'vigil');
}

/** @param serverUrl of which only the origin counts: that is what is looked at. */
export const stateFileOf = (serverUrl: string, env: NodeJS.ProcessEnv, home: string): string =>
  join(stateFolderOf(env, home), `watch-${encodeURIComponent(new URL(serverUrl).origin)}.state`);

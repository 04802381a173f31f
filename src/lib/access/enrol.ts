/** A code gives this browser its place: it is another screen from then on, and nothing of the page that was here goes on. */
import { placeHref } from '../entry/place.ts';
import type { Live } from '../live/live.svelte.ts';
import type { Refused } from './desk.ts';

export const enrolAt =
  ({ access, own }: Pick<Live, 'access' | 'own'>) =>
  async (code: string): Promise<Refused | null> => {
    const done = await access.enrol(code);
    if ('refused' in done) return done.refused;
    own.letGo();
    location.assign(placeHref(done.place));
    return null;
  };

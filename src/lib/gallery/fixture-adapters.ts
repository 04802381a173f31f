/** What a page of fixtures is told of adapters: `?page=settings&adapters`, `&adapters=empty`, `=loading`, `=refused` or `=away`. */
import type { PeopleAnswer } from '#protocol/access.ts';
import { peopleTold } from './fixture-people.ts';
import type { AskServer } from '../access/ask-server.ts';
import { MINUTE, NOW } from '../components/fixture-calm.ts';

const adapters: PeopleAnswer['adapters'] = [
  {
    ...{ adapterId: 'box-1', label: 'Box in room 1', devices: ['ox-1', 'cuff-1'] },
    ...{ connected: true, lastSeenAt: NOW },
  },
  { adapterId: 'box-2', label: 'Box in room 2', devices: 'all', connected: false, lastSeenAt: NOW - 42 * MINUTE },
  { adapterId: 'monitor-7', label: 'Bedside monitor', devices: ['ox-3'], connected: false, lastSeenAt: null },
];
const triedAdapters: PeopleAnswer['triedAdapters'] = [
  { adapterId: 'box-9', address: '192.168.1.31', at: NOW - MINUTE },
  { adapterId: 'box-2', address: '192.168.1.22', at: NOW - 3 * MINUTE },
];
/** Of no clinic. */
export const FIXTURE_KEY = `vk_${'3xAmPlE-0fAkEy'.repeat(4).slice(0, 43)}`;

export const adapterServer =
  (state: string | null): AskServer =>
  <T>(path: string, body?: object) => {
    if (state === 'loading') return new Promise(() => undefined);
    if (state === 'away') return Promise.resolve(null);
    if (state === 'refused')
      return Promise.resolve({
        ok: false as const,
        refusal: { code: 'locked' as const, message: 'Enter your PIN, then do it again.' },
      });
    const told = { ...peopleTold(NOW), ...(state === 'empty' ? {} : { adapters, triedAdapters }) };
    const data = path === '/api/adapter-keys' ? { ...body, key: FIXTURE_KEY } : told;
    return Promise.resolve({ ok: true as const, data: data as T });
  };

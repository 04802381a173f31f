import { expect, test } from 'vitest';
import { qualityOf } from '#core/quality/quality.ts';
import { accept, refuse } from '#core/refusal.ts';
import type { SignedIn } from '#protocol/screen-events.ts';
import type { History } from '../history/history.ts';
import { historyResponders } from './history-responders.ts';

const page = { visits: [], next: null, total: 0, chairs: [], unlisted: 0 };
const none = { visits: [], total: 0 };
const history: History = {
  list: () => Promise.resolve(page),
  visit: () => Promise.resolve(refuse('not-found', 'There is no such visit.')),
  events: () => Promise.resolve(accept({ events: [], next: null })),
  series: () => Promise.resolve(refuse('not-found', 'There is no such visit.')),
  report: () => Promise.resolve(refuse('not-found', 'There is no such visit.')),
  quality: () => Promise.resolve({ ...qualityOf([], 'UTC'), protocolIds: [], unlisted: 0 }),
  lastWeight: () => Promise.resolve({ weight: null, unlisted: 0 }),
  toSign: () => Promise.resolve({ steps: { 'to-close': none, 'to-sign': none, 'to-see': none }, unlisted: 0 }),
  signing: () => Promise.resolve(refuse('not-found', 'There is no such visit.')),
  audit: () => Promise.resolve({ lines: [], next: null, lookedBackTo: 0 }),
  close: () => Promise.resolve(),
};
const nurse: SignedIn = { staffId: 'staff-1', name: 'N. Okafor', role: 'nurse' };

function screen(staff: SignedIn | undefined, of: History | undefined = history) {
  const lines: object[] = [];
  const log = { info: (line: object) => void lines.push(line) };
  return { lines, ask: historyResponders({ history: of, log: log as never, screenId: 's', staff: () => staff }) };
}

test('WS-144 each read is told to the log: who, where and which visit, never a name that was searched for', async () => {
  const { lines, ask } = screen(nurse);
  await ask['history:list']({ filter: { name: 'Byron' } });
  await ask['history:visit']({ visitId: 'v1' });
  await ask['history:events']({ visitId: 'v1', after: 0 });
  await ask['report:visit']({ visitId: 'v1' });
  await ask['series:patient']({ visitId: 'v1' });
  await ask['quality:weeks']({});
  expect(lines).toEqual([
    { staffId: 'staff-1', screenId: 's', read: 'list', refused: false },
    { staffId: 'staff-1', screenId: 's', read: 'visit', visitId: 'v1', refused: true },
    { staffId: 'staff-1', screenId: 's', read: 'events', visitId: 'v1', after: 0, refused: false },
    { staffId: 'staff-1', screenId: 's', read: 'report', visitId: 'v1', refused: true },
    { staffId: 'staff-1', screenId: 's', read: 'series', visitId: 'v1', refused: true },
    { staffId: 'staff-1', screenId: 's', read: 'quality', refused: false },
  ]);
  expect(JSON.stringify(lines)).not.toContain('Byron');
});

test('WS-141 nothing is asked of the history for a screen at which nobody is named', async () => {
  const { lines, ask } = screen(undefined, {
    ...history,
    list: () => {
      throw new Error('It was asked.');
    },
  });
  expect(await ask['history:list']({ filter: {} })).toMatchObject({ ok: false, refusal: { code: 'not-allowed' } });
  expect(lines).toEqual([]);
});

test('WS-143 four questions at once, the fifth waits; what failed counts no longer', async () => {
  const waiting: PromiseWithResolvers<typeof page>[] = [];
  const { ask } = screen(nurse, {
    ...history,
    list: () => {
      const question = Promise.withResolvers<typeof page>();
      waiting.push(question);
      return question.promise;
    },
  });
  const asked = [1, 2, 3, 4].map(() => ask['history:list']({ filter: {} }));
  const fifth = await ask['history:list']({ filter: {} });
  expect(fifth).toMatchObject({ ok: false, refusal: { code: 'too-many' } });
  waiting[0]?.reject(new Error('The disk is gone.'));
  await expect(asked[0]).rejects.toThrow('The disk is gone.');
  const next = ask['history:list']({ filter: {} });
  for (const question of waiting.slice(1)) question.resolve(page);
  expect(await next).toMatchObject({ ok: true });
});

import { describe, expect, test } from 'vitest';
import { callWebhook } from './webhook.ts';

function called(answers: readonly (number | Error)[]) {
  const waits: number[] = [];
  const failures: string[] = [];
  let n = 0;
  const taken = callWebhook(
    {
      url: 'https://pager.example/hook',
      post: async () => {
        const answer = answers[n++] ?? 500;
        if (answer instanceof Error) throw answer;
        return answer;
      },
      wait: async (ms) => void waits.push(ms),
      onFailed: (why) => void failures.push(why),
    },
    { kind: 'test' },
  );
  return taken.then((is) => ({ is, tries: n, waits, failures }));
}

describe('the webhook', () => {
  test.each<[string, readonly (number | Error)[], is: boolean, tries: number]>([
    ['taken at once', [204], true, 1],
    ['not reachable at first', [new Error('refused'), 503, 200], true, 3],
    ['busy', [429, 408, 200], true, 3],
    ['refused for good', [404, 200], false, 1],
    ['a redirect is no answer', [302, 200], true, 2],
    ['never', [], false, 6],
  ])('AL-71 %s', async (_, answers, is, tries) => {
    const done = await called(answers);
    expect([done.is, done.tries, done.waits.length]).toEqual([is, tries, Math.max(0, tries - 1)]);
    expect(done.failures).toHaveLength(is ? tries - 1 : tries);
  });
});

import { expect, test } from 'vitest';
import { certificateEnd, certificateSentences } from './certificate-words.ts';

const endsAt = Date.UTC(2026, 11, 3, 23, 30);

test.each([
  [endsAt - 1, 'ends 3 Dec', 'ends on 3 December 2026. From then on tablets and adapters refuse it'],
  [endsAt, 'ended 3 Dec', 'ended on 3 December 2026. Tablets and adapters that connect now refuse it: renew it today.'],
])('SEC-56 what is said at %i: %s', (now, end, sentences) => {
  expect(certificateEnd({ endsAt }, now, 'UTC')).toBe(end);
  expect(certificateSentences({ endsAt }, now, 'UTC')).toContain(sentences);
});

test('SEC-56 the day is the clinic’s, and the reason is said', () => {
  expect(certificateEnd({ endsAt }, 0, 'Europe/Zurich')).toBe('ends 4 Dec');
  expect(certificateSentences({ endsAt, reason: 'The disk is full.' }, 0, 'UTC')).toMatch(
    /before\. The disk is full\.$/,
  );
});

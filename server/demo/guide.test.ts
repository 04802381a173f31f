import { expect, test } from 'vitest';
import { guide } from './guide.ts';

test('UI-196 the demo prints where a phone’s page is', () => {
  const lines = guide({ url: 'http://localhost:4321', chairIds: ['c1', 'c2'], speed: 1, fresh: true, folder: 'x' });
  expect(lines.find((line) => line.includes('phone'))).toContain('http://localhost:4321/phone/c1');
});

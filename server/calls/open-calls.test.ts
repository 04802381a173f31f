import { describe, expect, test } from 'vitest';
import { openCalls } from './open-calls.ts';

describe('AL-179 where a page leads', () => {
  test.each([
    ['where the server listens', undefined, 'http://localhost:4400/phone/c1?visit=v%2F1'],
    ['at the clinic’s own address', 'https://vigil.example', 'https://vigil.example/phone/c1?visit=v%2F1'],
    ['one that ends with a stroke', 'https://vigil.example/here/', 'https://vigil.example/here/phone/c1?visit=v%2F1'],
  ])('%s', (_, publicUrl, expected) => {
    const calls = openCalls(publicUrl === undefined ? {} : { publicUrl }, () => 'http://localhost:4400');
    expect(calls.pageUrl('c1', 'v/1')).toBe(expected);
  });
});

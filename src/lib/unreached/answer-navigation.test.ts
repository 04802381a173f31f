import { describe, expect, test } from 'vitest';
import { answerNavigation } from './answer-navigation.ts';

const asked = new Request('http://localhost/chair/1');
const answering = (status: number) => async () => new Response('the server', { status });
const never = (): Promise<Response> => new Promise(() => undefined);
const failing = async (): Promise<Response> => {
  throw new TypeError('Failed to fetch');
};

describe('WS-165 the worker answers for a server that is not there, and for no other', () => {
  test.each([200, 303, 404, 500])('a server that answers %d is heard', async (status) => {
    const answer = await answerNavigation(asked, answering(status));
    expect([answer.status, await answer.text()]).toEqual([status, 'the server']);
  });

  test.each([
    ['no network', failing],
    ['a proxy: 502', answering(502)],
    ['a proxy: 503', answering(503)],
    ['a proxy: 504', answering(504)],
    ['no answer in time', never],
  ] as const)('%s', async (_, ask) => {
    const answer = await answerNavigation(asked, ask, 20);
    expect(answer.status).toBe(503);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answer.text()).toContain('Vigil cannot be reached');
  });
});

describe('UI-281 the page it answers with', () => {
  test('asks for no other file, and runs nothing but its own', async () => {
    const answer = await answerNavigation(asked, failing);
    const html = await answer.text();
    const nonce = /script-src 'nonce-([^']+)'/.exec(answer.headers.get('content-security-policy') ?? '')?.[1] ?? '';
    expect(nonce).not.toBe('');
    expect(html.match(/<(script|style)[^>]*>/g)).toEqual([`<style nonce="${nonce}">`, `<script nonce="${nonce}">`]);
    expect(html).not.toMatch(/\b(src|href)=|url\(|https?:/);
  });

  test('has another nonce each time', async () => {
    const pages = await Promise.all([1, 2].map(async () => (await answerNavigation(asked, failing)).text()));
    expect(pages[0]).not.toBe(pages[1]);
  });
});

/** What a page of this server may load and run, as its pages say it to the browser. */
import type { Config } from '@sveltejs/kit';
import { expect, test } from 'vitest';

const { default: config } = (await import(new URL('../svelte.config.js', import.meta.url).href)) as { default: Config };

test('SEC-73 a page runs scripts of this server alone, none that is written into it or made by it, and is framed by nobody', () => {
  const { mode, directives = {} } = config.kit?.csp ?? {};
  expect(mode).toBe('hash');
  expect(directives).toMatchObject({
    'default-src': ['self'],
    'script-src': ['self'],
    'worker-src': ['self'],
    'manifest-src': ['self'],
    'connect-src': ['self'],
    'object-src': ['none'],
    'frame-src': ['none'],
    'frame-ancestors': ['none'],
    'base-uri': ['none'],
    'form-action': ['self'],
  });
  const unsafe = Object.entries(directives).filter(([, sources]) => /unsafe-|\*|https?:/.test(String(sources)));
  // Kit's announcer of a new page has a style attribute.
  expect(unsafe).toEqual([['style-src-attr', ['unsafe-inline']]]);
});

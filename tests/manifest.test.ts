/** What a tablet needs to install Vigil. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

interface Icon {
  readonly src: string;
  readonly sizes: string;
  readonly type: string;
  readonly purpose?: string;
}
const manifest = JSON.parse(readFileSync('static/manifest.webmanifest', 'utf8')) as Record<string, unknown> & {
  readonly icons: readonly Icon[];
};
const pngs = manifest.icons.filter(({ type }) => type === 'image/png');

/** Width and height stand in the first chunk of a PNG. */
function sizeOf(path: string): string {
  const bytes = readFileSync(`static${path}`);
  return `${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`;
}

describe('UI-280 the app can be installed', () => {
  test('the manifest names it, where it starts, and that it has its own window', () => {
    expect(manifest).toMatchObject({ id: '/', name: 'Vigil', start_url: '/', scope: '/', display: 'standalone' });
  });
  test('icons of 192 and 512, and one that may be cut', () => {
    expect(pngs.map(({ sizes, purpose }) => `${sizes} ${purpose}`)).toEqual([
      '192x192 any',
      '512x512 any',
      '512x512 maskable',
    ]);
  });
  test.each(pngs)('$src is as large as it says', ({ src, sizes }) => expect(sizeOf(src)).toBe(sizes));
  test('the page names the manifest, an icon for Apple’s tablets, and its colour', () => {
    const html = readFileSync('src/app.html', 'utf8');
    const apple = /rel="apple-touch-icon" href="%sveltekit.assets%([^"]+)"/.exec(html)?.[1] ?? '';
    expect(sizeOf(apple)).toBe('180x180');
    expect(html).toContain('manifest.webmanifest');
    expect(html).toContain(`name="theme-color" content="${String(manifest['theme_color'])}"`);
  });
});

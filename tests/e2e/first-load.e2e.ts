/** What a tablet without devices of its own fetches to open a chair's page, in the bytes of the build, so that no network counts. */
import { readFile, stat } from 'node:fs/promises';
import { expect, test } from './clinic-fixture.ts';
import { infusingByWire } from '../support/visit-by-wire.ts';

const AT_MOST = 200_000;
const WITH_DEVICES = 'src/lib/live/tablet-watch.ts';

test('UI-266 a chair page asks for at most 200 KB of script at first, with its chart, and nothing for devices it has not', async ({
  page,
  clinic,
}) => {
  const { chairId } = await infusingByWire(clinic);
  const scripts = new Map<string, string | undefined>();
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script')
      scripts.set(new URL(response.url()).pathname, response.headers()['content-encoding']);
  });
  await page.goto(`${clinic.url}/chair/${chairId}`);
  const manifest = JSON.parse(await readFile('.svelte-kit/output/client/.vite/manifest.json', 'utf8')) as Record<
    string,
    { readonly file: string }
  >;
  // What draws the trend is asked for last.
  const chart = manifest['src/lib/chart/trend-canvas.ts']?.file;
  await expect.poll(() => [...scripts.keys()]).toContain(`/${chart}`);
  await expect(page.locator('.trend canvas')).toBeVisible();

  const paths = [...scripts.keys()];
  expect(manifest[WITH_DEVICES]).toBeDefined();
  expect(paths).not.toContain(`/${manifest[WITH_DEVICES]?.file}`);
  expect([...new Set(scripts.values())]).toEqual(['br']);
  const sizes = await Promise.all(
    paths.map(async (path) => ({ path, bytes: (await stat(`build/client${path}.br`)).size })),
  );
  const largest = sizes.toSorted((a, b) => b.bytes - a.bytes).map(({ path, bytes }) => `${bytes} ${path}`);
  const sum = sizes.reduce((bytes, each) => bytes + each.bytes, 0);
  expect(sum, `of it:\n${largest.join('\n')}`).toBeLessThanOrEqual(AT_MOST);
});

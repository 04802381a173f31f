/** What a tablet fetches to open the page of a chair with a running visit: bytes of script as they came over the wire, compressed. */
import { chromium } from 'playwright-core';
import { chromiumPath } from '../support/chromium.ts';
import { startChild } from './child-server.ts';
import { atMost, type Figure } from './stats.ts';

const GOAL_KB = 200;

export async function firstLoad(say: (line: string) => void): Promise<readonly Figure[]> {
  const server = await startChild('./product-server.ts', () => ['1']);
  const browser = await chromium.launch({ ...chromiumPath(), args: ['--no-sandbox'] });
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const scripts: Promise<{ readonly bytes: number; readonly encoding: string; readonly isChart: boolean }>[] = [];
  page.on('requestfinished', (request) => {
    if (request.resourceType() !== 'script') return;
    scripts.push(
      (async () => {
        const response = await request.response();
        const { responseBodySize } = await request.sizes();
        const encoding = (await response?.headerValue('content-encoding')) ?? 'none';
        // The trend's canvas is fetched beside the page and keeps no number waiting.
        return {
          bytes: responseBodySize,
          encoding,
          isChart: ((await response?.text()) ?? '').includes('maintainAspectRatio'),
        };
      })(),
    );
  });
  await page.goto(`http://127.0.0.1:${server.port}/chair/${server.chairIds[0]}`);
  await page.locator('.trend canvas').waitFor();
  await page.waitForLoadState('networkidle');
  const all = await Promise.all(scripts);
  await browser.close();
  await server.stop();
  const kb = (of: typeof all): number => of.reduce((sum, { bytes }) => sum + bytes, 0) / 1_000;
  say(`${all.length} scripts, encoded ${[...new Set(all.map(({ encoding }) => encoding))].join(' and ')}`);
  return [
    atMost(
      'first load of the chair page, script until its numbers are live',
      'KB',
      GOAL_KB,
      kb(all.filter((each) => !each.isChart)),
    ),
    atMost('first load of the chair page, script with what draws its trend', 'KB', GOAL_KB, kb(all)),
  ];
}

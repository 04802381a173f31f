import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { loadPages } from './pages.ts';

/** As SvelteKit's own handler answers a file it knew at its start. */
const HANDLER = `import { createReadStream } from 'node:fs';
export function handler(request, response) {
  if (request.url === '/well') return void response.end('well');
  response.writeHead(200);
  createReadStream(new URL('./gone.css', import.meta.url)).pipe(response);
}`;

test('WS-211 a built file that is gone ends its own answer, and the server goes on', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'vigil-pages-'));
  writeFileSync(join(folder, 'handler.js'), HANDLER);
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  const pages = await loadPages(folder);
  if (!pages.ok) throw new Error(pages.refusal.message);
  const http = createServer(pages.value.handler);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    http.close();
    rmSync(folder, { recursive: true });
  });
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const read = async (path: string): Promise<string> => (await fetch(`${url}${path}`)).text();
  await expect(read('/gone.css')).rejects.toThrow();
  expect(await read('/well')).toBe('well');
});

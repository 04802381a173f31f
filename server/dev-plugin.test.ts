import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createServer } from 'vite';
import { TestScreen } from '../tests/support/test-screen.ts';
import { clinicInDevelopment } from './dev-plugin.ts';

test('WS-62 vite dev has the whole clinic behind it, and keeps its own socket', async () => {
  const root = mkdtempSync(join(tmpdir(), 'vigil-dev-'));
  writeFileSync(join(root, 'index.html'), '<title>a page</title>');
  const vite = await createServer({
    configFile: false,
    root,
    logLevel: 'silent',
    plugins: [clinicInDevelopment()],
    server: { port: 0, host: '127.0.0.1' },
  });
  await vite.listen();
  const http = vite.httpServer;
  if (!http) throw new Error('no server');
  onTestFinished(async () => {
    await vite.close();
    rmSync(root, { recursive: true, force: true });
  });
  const { port } = http.address() as AddressInfo;

  const health = (await (await fetch(`http://localhost:${port}/healthz`)).json()) as { ok: boolean };
  expect(health.ok).toBe(true);
  expect(await (await fetch(`http://localhost:${port}/`)).text()).toContain('a page');
  const access = (await (await fetch(`http://localhost:${port}/api/access`)).json()) as { data: object };
  expect(access.data).toMatchObject({ clinicName: 'Development', firstRun: 'site' });
  // Nobody is enrolled in a new clinic: the wire says so, and goes on.
  const stranger = (): Promise<unknown> => TestScreen.connect(port).catch((error: unknown) => error);
  expect(await stranger()).toMatchObject({ data: { code: 'signed-out' } });

  const hot = new WebSocket(`ws://localhost:${port}/?token=${vite.config.webSocketToken}`, 'vite-hmr');
  const first = await new Promise<unknown>((resolve) => {
    hot.onmessage = ({ data }) => resolve(data);
  });
  expect(first).toContain('connected');
  // With the clinic's own wire in use it is still vite's.
  expect(await stranger()).toMatchObject({ data: { code: 'signed-out' } });
  expect(hot.readyState).toBe(WebSocket.OPEN);
  hot.close();
});

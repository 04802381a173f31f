/** What a site on a node does when something it waits for never comes. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import type { Result } from '#core/refusal.ts';
import type { Journal } from '../journal/journal.ts';
import { HostedSite } from './hosted-site.ts';
import type { HostingDeps, Journals } from './hosted-site.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const never = <T>(): Promise<T> => new Promise(() => undefined);

function hosted(journals: Journals) {
  const dataFolder = mkdtempSync(join(tmpdir(), 'vigil-hanging-'));
  onTestFinished(() => rmSync(dataFolder, { recursive: true, force: true }));
  const failed: number[] = [];
  const deps = {
    ...{ journals, dataFolder, log: pino({ level: 'silent' }), owns: () => true },
    onFailed: (_siteId: string, epoch: number) => void failed.push(epoch),
  } as unknown as HostingDeps;
  const standing = { siteId: 'one', name: 'One', hosts: [], timeZone: 'UTC', demo: false };
  return { site: new HostedSite(standing, deps), failed };
}

test('ND-21 a site whose copy hangs while the lease comes is given back', async () => {
  const follow = vi.fn(() => never());
  const { site, failed } = hosted({ open: () => never(), follow });
  await vi.advanceTimersByTimeAsync(1);
  expect(follow).toHaveBeenCalled();
  site.held(7);
  await vi.advanceTimersByTimeAsync(20_000);
  expect([failed, site.isHere]).toEqual([[7], false]);
});

test('ND-21 a site that does not open is given back; what comes of it later is closed', async () => {
  const { promise: opening, resolve } = Promise.withResolvers<Result<Journal>>();
  const { site, failed } = hosted({ open: () => opening, follow: () => Promise.resolve() });
  site.held(3);
  await vi.advanceTimersByTimeAsync(20_000);
  expect([failed, site.isHere]).toEqual([[3], false]);
  const close = vi.fn(() => Promise.resolve({ lost: 0 }));
  resolve({ ok: true, value: { close } as unknown as Journal });
  await vi.advanceTimersByTimeAsync(1);
  expect(close).toHaveBeenCalledWith(0);
  expect([failed, site.site]).toEqual([[3], undefined]);
});

test('ND-21 a node that stops waits for nothing that hangs', async () => {
  const { site } = hosted({ open: () => never(), follow: () => never() });
  await vi.advanceTimersByTimeAsync(1);
  site.held(1);
  let isClosed = false;
  void site.close().then(() => (isClosed = true));
  await vi.advanceTimersByTimeAsync(20_000);
  expect([isClosed, site.isHere]).toEqual([true, false]);
});

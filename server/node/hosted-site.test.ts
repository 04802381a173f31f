import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pino } from 'pino';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { refuse } from '#core/refusal.ts';
import { asidePath } from '../postgres/copy-file.ts';
import { HostedSite } from './hosted-site.ts';
import type { HostingDeps, Journals } from './hosted-site.ts';
import { ASIDE_KEPT_MS, statesFolder } from './standing-by.ts';
import { eventually } from '../../tests/support/eventually.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  return () => vi.useRealTimers();
});

/** A site that a node stands by for. */
function standBy(open: (hosted: HostedSite) => void = () => undefined) {
  const dataFolder = mkdtempSync(join(tmpdir(), 'vigil-hosted-'));
  const followed: { readonly at: number; readonly checksHeads: boolean }[] = [];
  const journals: Journals = {
    open: () => {
      open(hosted);
      return Promise.resolve(refuse('unavailable', 'not here'));
    },
    follow: (_site, _copyPath, { checksHeads }) =>
      Promise.resolve(followed.push({ at: performance.now(), checksHeads })),
  };
  const standing = { siteId: 'site-1', name: 'One', hosts: [], timeZone: 'UTC', demo: false };
  const deps = { journals, dataFolder, log: pino({ level: 'silent' }), owns: () => true } as unknown as HostingDeps;
  const copy = join(dataFolder, 'sites', 'site-1', 'vigil.db');
  const states = statesFolder(copy);
  mkdirSync(states, { recursive: true });
  writeFileSync(join(states, 'visit-1.state'), 'Ada Byron');
  const hosted = new HostedSite(standing, deps);
  onTestFinished(async () => {
    await hosted.close();
    rmSync(dataFolder, { recursive: true, force: true });
  });
  return { hosted, followed, copy, states };
}

const goes = (path: string) => eventually(() => expect(existsSync(path)).toBe(false));

test('ND-26 the heads of a copy that stands by are compared at the start and every ten minutes', async () => {
  const { followed, states } = standBy();
  const pass = async (seconds: number) => {
    for (let second = 0; second < seconds; second += 1) await vi.advanceTimersByTimeAsync(1_000);
  };
  await pass(61);
  // What is tidied then takes real time, and it is in line with the steps.
  await goes(states);
  const count = followed.length;
  await vi.waitFor(() => expect(followed.length).toBeGreaterThan(count), { timeout: 10_000 });
  await pass(610);
  const compared = followed.filter(({ checksHeads }) => checksHeads).map(({ at }) => at);
  expect(followed.length).toBeGreaterThan(100);
  expect(compared).toEqual([followed[0]?.at, followed.find(({ at }) => at >= followed[0]!.at + 600_000)?.at]);
});

test('ND-23 states of visits go with the site, at once', async () => {
  const { hosted, states } = standBy((present) => present.lost('another node has it'));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(existsSync(states)).toBe(true);
  hosted.held(1);
  await goes(states);
});

test('ND-23 ND-25 what a killed process left is tidied a minute after the start, and each day', async () => {
  const { copy, states } = standBy();
  await vi.advanceTimersByTimeAsync(59_000);
  expect(existsSync(states)).toBe(true);
  const setAside = (): string => {
    const old = new Date(Date.now() - ASIDE_KEPT_MS - 1_000);
    writeFileSync(asidePath(copy), 'Ada Byron');
    utimesSync(asidePath(copy), old, old);
    return asidePath(copy);
  };
  mkdirSync(dirname(copy), { recursive: true });
  const first = setAside();
  await vi.advanceTimersByTimeAsync(1_000);
  await goes(first);
  await goes(states);
  const second = setAside();
  await vi.advanceTimersByTimeAsync(86_400_000);
  await goes(second);
});

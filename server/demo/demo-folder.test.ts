import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { historyPath } from '../history/history.ts';
import { lockDatabase } from '../journal/lock.ts';
import { clearFolder, demoFolder, loadPlays, savePlays } from './demo-folder.ts';
import type { DemoFolder } from './demo-folder.ts';

let folder: DemoFolder;
beforeEach(() => (folder = demoFolder(mkdtempSync(join(tmpdir(), 'vigil-demo-')))));
afterEach(() => rmSync(folder.path, { recursive: true }));

describe('DV-71 the demo’s folder', () => {
  test('DV-71 beginning afresh forgets the last demo, and nothing else that lies there', () => {
    const clinics = join(folder.path, 'vigil.db');
    const list = historyPath(folder.database);
    for (const file of [clinics, folder.database, `${folder.database}-wal`, list, folder.plays])
      writeFileSync(file, 'x');
    expect(clearFolder(folder).ok).toBe(true);
    expect(
      [clinics, folder.database, `${folder.database}-wal`, list, folder.plays].map((file) => existsSync(file)),
    ).toEqual([true, false, false, false, false]);
  });

  test('DV-71 not while another demo runs in it', () => {
    writeFileSync(folder.database, 'x');
    const running = lockDatabase(folder.database);
    const cleared = clearFolder(folder);
    if (running.ok) running.value.release();
    expect(cleared).toMatchObject({ ok: false, refusal: { code: 'conflict' } });
    expect(existsSync(folder.database)).toBe(true);
  });

  test('DV-71 where each chair stood is known again, or nothing is', () => {
    const plays = [
      { scenario: 'motion', zeroAt: 5 },
      { scenario: 'before', zeroAt: 6 },
    ] as const;
    expect(loadPlays(folder, 2)).toBeUndefined();
    savePlays(folder, plays);
    expect(loadPlays(folder, 2)).toEqual(plays);
    expect(loadPlays(folder, 3)).toBeUndefined();
    writeFileSync(folder.plays, '{"scenario":"calm"}');
    expect(loadPlays(folder, 1)).toBeUndefined();
  });
});

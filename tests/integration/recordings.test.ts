/** Real recordings, where they stand beside the repository; they are not part of it. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseRecording } from '../../server/cli/recording.ts';
import { replay } from '../../server/cli/replay.ts';
import type { FactLine } from '../../server/cli/replay-lines.ts';

const FOLDER = join(import.meta.dirname, '../../../shared/recordings');
const isThere = existsSync(FOLDER);
const files = isThere ? readdirSync(FOLDER).filter((file) => file.endsWith('.csv') && !file.startsWith('pleth')) : [];

function factsOf(file: string): readonly FactLine[] {
  const recording = parseRecording(readFileSync(join(FOLDER, file), 'utf8'));
  if (!recording.ok) throw new Error(recording.refusal.message);
  return [...replay(recording.value)].filter((line) => 'fact' in line);
}

describe.runIf(isThere)('AL-21 real recordings', () => {
  test.each(files)('AL-21 %s: in time order, each alert issued once, nothing after its end', (file) => {
    const facts = factsOf(file);
    const times = facts.map(({ t_s }) => t_s);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    const lives = Object.values(Object.groupBy(facts, ({ alertId }) => alertId)).map((life) =>
      (life ?? []).map(({ fact }) => fact).join(' '),
    );
    for (const life of lives) expect(life).toMatch(/^issued( raised| lowered| escalated)*( ended)?$/);
  });
  test.each(files.filter((file) => file.startsWith('uwhypox')))('AL-21 %s: hypoxaemia to below 80 is high', (file) => {
    const reached = factsOf(file).filter(({ alert, priority }) => alert === 'spo2-low' && priority === 'high');
    expect(reached.length).toBeGreaterThan(0);
  });
  test.each(files.filter((file) => file.startsWith('noneeg')))('AL-21 %s: motion alone is never high', (file) => {
    const high = factsOf(file).filter(({ alert, priority }) => alert === 'spo2-low' && priority !== 'low');
    expect(high).toEqual([]);
  });
});

test('AL-21 real recordings are replayed where they are', () => {
  if (!isThere) console.warn(`Real recordings are not replayed: ${FOLDER} is not there.`);
  expect(files.length > 0).toBe(isThere);
});

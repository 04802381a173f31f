/**
 * The seals as text, outside the database: an older database put in the place of a newer one is found by it. One line a seal, only ever
 * appended. A restored database goes on from an earlier number: its first seal has the cause `restored`.
 */
import { closeSync, existsSync, fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Instant } from '#core/reading.ts';
import { syncFolder } from './durable-files.ts';
import type { Seal, SealCause } from './seal.ts';

export interface SealLine {
  /** Of the file; the first is 1. */
  readonly line: number;
  /** Undefined: it cannot be read. */
  readonly seal: Seal | undefined;
}

export interface SealText {
  readonly siteId: string;
  readonly lines: readonly SealLine[];
  /** Of whole lines: one that a power cut tore is written again. */
  readonly bytes: number;
}

const HEAD = '# Vigil, seals of site ';
const HEAD_MORE = ': number, time, cause, streams, digest, key, seal before, seal';

/** @returns undefined when there is none. */
export function readSealText(path: string): SealText | undefined {
  if (!existsSync(path)) return undefined;
  const file = readFileSync(path);
  const bytes = file.lastIndexOf(10) + 1;
  const [head = '', ...lines] = file.toString('utf8', 0, bytes).split('\n').slice(0, -1);
  return {
    siteId: head.startsWith(HEAD) ? (head.slice(HEAD.length).split(':')[0] ?? '') : '',
    lines: lines.map((text, index) => ({ line: index + 2, seal: parseLine(text) })),
    bytes,
  };
}

const lineOf = (s: Seal): string =>
  `${[s.seal, new Date(s.at).toISOString(), s.cause, s.streams, s.digest, s.key, s.before, s.mac].join(' ')}\n`;

const LINE =
  /^(\d{1,12}) (\S{24,30}) (start|hourly|stop|backup|restored|retention) (\d{1,12}) ([0-9a-f]{64}) (\S{19}) ([0-9a-f]{64}) ([0-9a-f]{64})$/;

function parseLine(text: string): Seal | undefined {
  const [, seal, time = '', cause, streams, digest = '', key = '', before = '', mac = ''] = LINE.exec(text) ?? [];
  const at: Instant = Date.parse(time);
  if (seal === undefined || Number.isNaN(at)) return undefined;
  const numbers = { seal: Number(seal), at, streams: Number(streams) };
  return { ...numbers, cause: cause as SealCause, digest, key, before, mac };
}

/** The seals that count at the end of the file: a number that comes again takes the place of all from it on. */
export function standing(lines: readonly SealLine[]): readonly Seal[] {
  const seals: Seal[] = [];
  for (const { seal } of lines) {
    if (seal === undefined) continue;
    seals.length = Math.min(seals.length, seal.seal - 1);
    seals.push(seal);
  }
  return seals;
}

/**
 * Appends what the file lacks; all of it, should there be no file. Throws what the file system throws.
 * @returns a sentence when the file is of another site, and nothing was written.
 */
export function catchUp(path: string, siteId: string, seals: readonly Seal[]): string | undefined {
  const text = readSealText(path);
  const known = text !== undefined && text.bytes > 0 ? text : undefined;
  if (known && known.siteId !== siteId)
    return `${path} holds the seals of another site. Move it away: it is written anew.`;
  const stand = known ? standing(known.lines) : [];
  const first = seals.findIndex((seal, index) => stand[index]?.mac !== seal.mac);
  if (first < 0) return undefined;
  const lines = seals.slice(first).map(lineOf).join('');
  const file = openSync(path, 'a', 0o600);
  try {
    if (text !== undefined) ftruncateSync(file, text.bytes);
    writeSync(file, known ? lines : `${HEAD}${siteId}${HEAD_MORE}\n${lines}`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  if (known === undefined) syncFolder(dirname(path));
  return undefined;
}

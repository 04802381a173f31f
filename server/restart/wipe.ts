/** What holds a patient's record is overwritten before it goes. */
import { open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

const PIECE = Buffer.alloc(1 << 20);

/** Zeros over all of it, then the file goes. Rejects when there is none. */
export async function wipe(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    const { size } = await file.stat();
    for (let at = 0; at < size; at += PIECE.length) await file.write(PIECE, 0, Math.min(PIECE.length, size - at), at);
    await file.datasync();
  } finally {
    await file.close();
  }
  await rm(path);
}

/** The folder with the files in it; nothing when there is none. All that can go goes, then the first that could not rejects. */
export async function wipeFolder(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  const wiped = await Promise.allSettled(names.map((name) => wipe(join(folder, name))));
  for (const each of wiped) if (each.status === 'rejected') throw each.reason;
  await rm(folder, { recursive: true, force: true });
}

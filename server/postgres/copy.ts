/** A node's copy of a site, made and brought forward for whoever opens the site or stands by for it. */
import type { DatabaseSync } from 'node:sqlite';
import { accept, refuse, type Result } from '#core/refusal.ts';
import { bringForward, CopyAstray, NoSuchSite } from './bring-forward.ts';
import { isDamage, openCopy, setAside } from './copy-file.ts';
import { whatItSaid } from './connection.ts';
import type { Group, PostgresSite } from './group.ts';

export interface ForwardOptions {
  /** Told in a sentence when the copy had to be made anew. */
  readonly onNotice?: ((sentence: string) => void) | undefined;
  /** Also holds every stream against PostgreSQL's: before the site is opened. */
  readonly checksHeads?: boolean;
}

type Of = Pick<PostgresSite, 'siteId' | 'demo'>;

/**
 * While nobody has the copy open. One that is damaged, or of a later time than the group's database, is set aside and made anew.
 * @returns the transaction it is at; a refusal when the file is something else, or PostgreSQL does not answer.
 */
export async function forwardCopy(
  group: Group,
  site: Of,
  path: string,
  options: ForwardOptions = {},
): Promise<Result<number>> {
  try {
    return await forwardOnce(group, site, path, options);
  } catch (error) {
    const why = whyAnew(error);
    if (why === undefined) return refusalOf(error, site, path);
    const aside = setAside(path);
    options.onNotice?.(
      `The copy of the site ${site.siteId} on this node is made anew: ${why}. The old one is kept as ${aside}.`,
    );
  }
  try {
    return await forwardOnce(group, site, path, options);
  } catch (error) {
    return refusalOf(error, site, path);
  }
}

function whyAnew(error: unknown): string | undefined {
  if (error instanceof CopyAstray) return error.message;
  return isDamage(error) ? `it is damaged (${(error as Error).message})` : undefined;
}

function refusalOf(error: unknown, { siteId }: Of, path: string): Result<number> {
  if (error instanceof NoSuchSite) return refuse('not-found', `There is no site ${siteId} in the group.`);
  const isSqlite = (error as { errcode?: number }).errcode !== undefined;
  return isSqlite
    ? refuse('unavailable', `The copy ${path} cannot be written (${(error as Error).message}).`)
    : refuse('unavailable', `The group's database does not answer (${whatItSaid(error)}).`);
}

async function forwardOnce(group: Group, site: Of, path: string, options: ForwardOptions): Promise<Result<number>> {
  const opened = openCopy(path, site);
  if (!opened.ok) return opened;
  const copy = opened.value;
  try {
    return accept(await forward(group, copy, site, options));
  } finally {
    copy.close();
  }
}

async function forward(group: Group, copy: DatabaseSync, { siteId }: Of, { checksHeads = false }: ForwardOptions) {
  const client = await group.pool.connect();
  let spoilt: Error | undefined;
  try {
    return await bringForward(client, copy, siteId, { checksHeads });
  } catch (error) {
    spoilt = error as Error;
    throw error;
  } finally {
    client.release(spoilt);
  }
}

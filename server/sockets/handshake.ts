/** What the other end of a socket says of itself, and whether this server speaks its protocol. */
import type * as z from 'zod/mini';
import { accept, refuse } from '#core/refusal.ts';
import type { Refusal, Result } from '#core/refusal.ts';
import { parse } from '#protocol/malformed.ts';
import type { ScreenHandshake } from '#protocol/screen-events.ts';
import { PROTOCOL_VERSION } from '#protocol/version.ts';

const majorOf = (version: string): number => Number(version.split('.')[0]);

export interface HandshakeRules<T> {
  readonly schema: z.ZodMiniType<T>;
  /** How many majors back are still understood. */
  readonly majorsBack: number;
  readonly what: string;
}

/** @returns what the other end says of itself, or why it may not come in. */
export function readHandshake<T extends { readonly protocol: string }>(
  auth: unknown,
  { schema, majorsBack, what }: HandshakeRules<T>,
): Result<T> {
  const parsed = parse(schema, auth, what);
  if (!parsed.ok) return parsed;
  const behind = majorOf(PROTOCOL_VERSION) - majorOf(parsed.value.protocol);
  if (behind >= 0 && behind <= majorsBack) return accept(parsed.value);
  return refuse(
    'other-build',
    `It speaks protocol ${parsed.value.protocol}, this server ${PROTOCOL_VERSION}: ${
      what === 'adapter' ? 'update the adapter' : 'load the page again'
    }.`,
  );
}

/** As socket.io wants it: the client gets `connect_error` with the sentence, and the refusal in `data`. */
export function handshakeError(refusal: Refusal): Error & { data: Refusal } {
  return Object.assign(new Error(refusal.message), { data: refusal });
}

/**
 * @param page one that waits goes on as long as it speaks the very same protocol; it is told of the newer build and loads it by itself
 * @param ours undefined: pages of any build are served
 * @returns undefined: it may come in
 */
export function otherBuild(
  page: Pick<ScreenHandshake, 'build' | 'protocol' | 'waits'>,
  ours: string | undefined,
): ReturnType<typeof refuse> | undefined {
  if (ours === undefined || page.build === ours) return undefined;
  if (page.waits && page.protocol === PROTOCOL_VERSION) return undefined;
  return refuse('other-build', 'This page is of another version of Vigil than the server: load the page again.');
}

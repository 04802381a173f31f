/** Bounded pieces every message is made of: no text without a length, no number without a range. */
import * as z from 'zod/mini';

// Control characters would break a printed record and a log line; notes may have line breaks.
const ONE_LINE = /^[^\p{Cc}]*$/u;
const LINES = /^(?:[^\p{Cc}]|[\n\t])*$/u;

const text = (max: number, allowed: RegExp) =>
  z.string().check(z.maxLength(max), z.regex(allowed), z.trim(), z.minLength(1));

/** A name, a lot, a site: one line, 1–120 characters after trimming. */
export const shortText = text(120, ONE_LINE);
/** A line that may be empty: up to 120 characters. */
export const lineText = z.string().check(z.maxLength(120), z.regex(ONE_LINE), z.trim());
/** A reason or a plan: 1–500 characters. */
export const reasonText = text(500, LINES);
/** A line to the other end: 1–200 characters. */
export const messageText = text(200, ONE_LINE);
/** A note: 1–2,000 characters. */
export const noteText = text(2_000, LINES);
/** An id made by the server, a page or an adapter. */
export const idText = z.string().check(z.minLength(1), z.maxLength(80), z.regex(/^[A-Za-z0-9._:@+-]+$/));

export const numberIn = (min: number, max: number) => z.number().check(z.gte(min), z.lte(max));
export const intIn = (min: number, max: number) => z.int().check(z.gte(min), z.lte(max));

/** Wide on purpose: what is clinically possible is `decide`'s to say, with a better sentence. */
export const mmHg = numberIn(0, 400);
export const percent = numberIn(0, 100);
export const perMinute = numberIn(0, 400);
/** Up to a day, ms. */
export const durationMs = intIn(0, 86_400_000);

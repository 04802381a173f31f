/** What a review asks of a visit's kept waves, answered as JSON or as a sentence (docs/SPEC.md, WS). */
import { accept, refuse, type Result } from '#core/refusal.ts';
import { MAX_PLETH_SPAN_MS } from '#protocol/pleth-review.ts';
import type { Waveforms } from './waveforms.ts';

export interface PlethQuestion {
  readonly visitId: string;
  /** `from` and `to`, clinic time; absent: which spans there are. */
  readonly asked?: URLSearchParams;
}

/** @returns JSON. Rejects when the database cannot be read just now. */
export async function answerPleth(
  waveforms: Waveforms | undefined,
  { visitId, asked }: PlethQuestion,
): Promise<Result<string>> {
  if (!waveforms) return refuse('unavailable', 'This server keeps no waveforms.');
  const { trouble } = waveforms.health;
  if (trouble?.code === 'unusable') return refuse('unavailable', `No waveforms: ${trouble.reason}`);
  if (!asked) return accept(JSON.stringify(await waveforms.spans(visitId)));
  const [from, to] = [wholeNumber(asked.get('from')), wholeNumber(asked.get('to'))];
  if (from === undefined || to === undefined || to <= from)
    return refuse('malformed', '"from" and "to" must be whole numbers, clinic time in ms, "to" after "from".');
  if (to - from > MAX_PLETH_SPAN_MS)
    return refuse('malformed', `"from" and "to" may be ${MAX_PLETH_SPAN_MS / 60_000} minutes apart at most.`);
  return accept(await waveforms.read(visitId, from, to));
}

const wholeNumber = (text: string | null): number | undefined =>
  text !== null && /^\d{1,15}$/.test(text) ? Number(text) : undefined;

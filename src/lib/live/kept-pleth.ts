/** Asks the server for what was kept of a visit's pulse wave. */
import type { PlethReview, PlethSpans } from '#protocol/pleth-review.ts';
import type { Refusal } from '#core/refusal.ts';

export interface KeptPleth {
  readonly spans: (visitId: string) => Promise<PlethSpans | Refusal>;
  readonly review: (visitId: string, from: number, to: number) => Promise<PlethReview | Refusal>;
}

export const keptPleth: KeptPleth = {
  spans: (visitId) => ask(`${encodeURIComponent(visitId)}/pleth/spans`),
  review: (visitId, from, to) =>
    ask(`${encodeURIComponent(visitId)}/pleth?from=${Math.round(from)}&to=${Math.round(to)}`),
};

export const isRefusal = (answer: object): answer is Refusal => 'message' in answer;

async function ask<T>(path: string): Promise<T | Refusal> {
  try {
    const response = await fetch(`/api/visits/${path}`);
    const body = (await response.json()) as T | { readonly refusal: Refusal };
    return response.ok ? (body as T) : (body as { readonly refusal: Refusal }).refusal;
  } catch {
    return { code: 'unavailable', message: 'The waveform could not be read: no connection to Vigil.' };
  }
}

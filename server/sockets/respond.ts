/** Every request of a socket: parsed, answered once, never a crash (docs/SPEC.md, WS-1 to WS-3). */
import type { Logger } from 'pino';
import type { Socket } from 'socket.io';
import type * as z from 'zod/mini';
import { refuse } from '#core/refusal.ts';
import type { Refusal } from '#core/refusal.ts';
import type { Answer } from '#protocol/answer.ts';
import { parse } from '#protocol/malformed.ts';

type AnswerTo<L> = L extends (payload: never, ack: (answer: infer A) => void) => void ? A : never;

/** The schema of each event's payload. */
export type Schemas<Payloads> = { readonly [E in keyof Payloads]: z.ZodMiniType<Payloads[E]> };
/** What answers each event. A plain value is sent at once, before anything that happens later. */
export type Responders<Events, Payloads extends Record<keyof Events, unknown>> = {
  readonly [E in keyof Events]: (payload: Payloads[E]) => AnswerTo<Events[E]> | Promise<AnswerTo<Events[E]>>;
};

export interface RespondOptions {
  readonly log: Logger;
  readonly onMalformed: (refusal: Refusal) => void;
  /** A refusal while nothing is taken any more. */
  readonly closed: () => Refusal | undefined;
  /** Why a message is not even read. */
  readonly admit?: (event: string, payload: unknown) => Refusal | undefined;
  /** For the audit. `act`: an event of the map, or "unknown"; `payload`: as it was parsed, undefined when it was not. */
  readonly onRefused?: (act: string, refusal: Refusal, payload?: unknown) => void;
  readonly onAnswered?: (act: string, payload: unknown, answered: unknown) => void;
}

/** Answers each event of the map on this socket; one that is not of the map is refused by name. */
export function respond<Events, Payloads extends Record<keyof Events, unknown>>(
  socket: Pick<Socket, 'onAny'>,
  schemas: Schemas<Payloads>,
  responders: Responders<Events, Payloads>,
  { log, onMalformed, closed, admit, onRefused, onAnswered }: RespondOptions,
): void {
  socket.onAny((event: string, ...args: unknown[]) => {
    const last = args.at(-1);
    const ack = typeof last === 'function' ? (last as (answer: Answer<unknown>) => void) : () => undefined;
    const payload = typeof args[0] === 'function' ? undefined : args[0];
    const isKnown = Object.hasOwn(schemas, event);
    const refused = (refusal: Refusal, of?: unknown) => {
      onRefused?.(isKnown ? event : 'unknown', refusal, of);
      ack({ ok: false, refusal });
    };

    const over = admit?.(event, payload);
    if (over) return refused(over);
    if (!isKnown) {
      const known = Object.keys(schemas).join(', ');
      const { refusal } = refuse('malformed', `There is no message "${event.slice(0, 60)}": known are ${known}.`);
      onMalformed(refusal);
      return refused(refusal);
    }
    const name = event as keyof Events;
    const parsed = parse(schemas[name], payload, event);
    if (!parsed.ok) {
      onMalformed(parsed.refusal);
      return refused(parsed.refusal);
    }
    const stopping = closed();
    if (stopping) return refused(stopping);

    const answered = (answer: Answer<unknown>) => {
      if (!answer.ok) return refused(answer.refusal, parsed.value);
      onAnswered?.(event, parsed.value, answer.data);
      ack(answer);
    };
    const failed = (error: unknown) => {
      log.error({ err: error, event: 'request-failed', request: event }, 'a request failed here');
      refused(refuse('unavailable', 'Something failed in the server; it is logged. Try again.').refusal, parsed.value);
    };
    try {
      const answer = responders[name](parsed.value) as unknown;
      if (answer instanceof Promise) answer.then(answered, failed);
      else answered(answer as Answer<unknown>);
    } catch (error) {
      failed(error);
    }
  });
}

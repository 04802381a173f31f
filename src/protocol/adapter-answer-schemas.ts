/**
 * What a server sends an adapter: its answers and its own events. A newer server may say more, so nothing here refuses a key it
 * does not know. For the adapter's author (docs/adapter-kit) and `vigil adapter-check`; the server itself is held by its types.
 */
import * as z from 'zod/mini';
import { REFUSAL_CODES } from '#core/refusal.ts';
import type { AdapterToServer, PlethAnswer, ReadingAnswer, ServerToAdapter } from './adapter-events.ts';
import type { Answer } from './answer.ts';
import { idText, intIn } from './bounded.ts';

type AnswerTo<Event extends keyof AdapterToServer> = Parameters<NonNullable<Parameters<AdapterToServer[Event]>[1]>>[0];

export const refusalSchema = z.object({ code: z.enum(REFUSAL_CODES), message: z.string() });

const refused = z.object({ ok: z.literal(false), refusal: refusalSchema });
const answerWith = <T extends z.ZodMiniType>(content: T) =>
  z.union([z.object({ ok: z.literal(true), data: content }), refused]);

const identity = { epoch: z.string().check(z.maxLength(80)), seq: intIn(0, Number.MAX_SAFE_INTEGER) };

const readingAnswerSchema = z.union([
  z.object({ ...identity, status: z.enum(['stored', 'duplicate']) }),
  z.object({ ...identity, status: z.literal('refused'), refusal: refusalSchema }),
]) satisfies z.ZodMiniType<ReadingAnswer>;

const plethAnswerSchema = z.union([
  z.object({ status: z.literal('taken') }),
  z.object({ status: z.literal('refused'), refusal: refusalSchema }),
]) satisfies z.ZodMiniType<PlethAnswer>;

const announcedSchema = z.object({
  deviceId: idText,
  known: z.boolean(),
  chairName: z.exactOptional(z.string()),
  refusal: z.exactOptional(refusalSchema),
});

const done = answerWith(z.null()) satisfies z.ZodMiniType<Answer>;

/** What an adapter answers `cuff:start` and `cuff:stop`. */
export const cuffAnswerSchema: z.ZodMiniType<Answer> = done;

/** The answers that carry something; every other event is answered with `null` or a refusal. */
const answers: { readonly [Event in keyof AdapterToServer]?: z.ZodMiniType<AnswerTo<Event>> } = {
  'adapter:announce': answerWith(z.object({ devices: z.array(announcedSchema), siteId: z.exactOptional(idText) })),
  'readings:send': answerWith(z.object({ answers: z.array(readingAnswerSchema) })),
  'spool:status': answerWith(z.object({ clinicAt: intIn(0, 8.64e15) })),
  'pleth:send': answerWith(z.object({ answers: z.array(plethAnswerSchema) })),
};

/** The answer to an event of an adapter. */
export const adapterAnswerSchema = (event: keyof AdapterToServer): z.ZodMiniType => answers[event] ?? done;

interface ServerEvent {
  /** Absent: the event comes without. */
  readonly payload?: z.ZodMiniType;
  /** What the adapter answers; absent: nothing. */
  readonly answer?: z.ZodMiniType;
}

/** What the server sends by itself. */
export const serverEventSchemas: { readonly [Event in keyof ServerToAdapter]: ServerEvent } = {
  'clock:probe': { answer: intIn(0, 8.64e15) },
  'cuff:start': { payload: z.object({ deviceId: idText, until: z.number() }), answer: done },
  'cuff:stop': { payload: z.object({ deviceId: idText }), answer: done },
  'server:stopping': {},
};

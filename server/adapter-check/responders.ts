/** The referee's answers: a reading gets the one that this scenario is about; everything else gets what Vigil would say. */
import type { Instant } from '#core/reading.ts';
import { refuse } from '#core/refusal.ts';
import type { AdapterToServer, ReadingAnswer } from '#protocol/adapter-events.ts';
import type { AdapterEnvelope, UnknownKeys } from '#protocol/adapter-schemas.ts';
import { parsePlethPacket, parseWireReading, wireIdentityOf } from '#protocol/adapter-schemas.ts';
import type { Responders } from '../sockets/respond.ts';
import { keyOf } from './seen.ts';
import type { Given, Record, SeenReading, Withheld } from './seen.ts';

export type Payloads = { readonly [Event in keyof AdapterToServer]: AdapterEnvelope<Event> };
/** What readings get now. `nothing`: no answer at all, and why. */
export type Answering = { readonly as: Given | 'unavailable' } | { readonly as: 'nothing'; readonly why: Withheld };

export interface ResponderDeps {
  readonly connection: string;
  readonly record: Record;
  readonly now: () => Instant;
  readonly unknownKeys: UnknownKeys;
  readonly answering: () => Answering;
}

const CHAIR = 'Chair 1';

export function respondersOf(deps: ResponderDeps): Responders<AdapterToServer, Payloads> {
  const { connection, record, now, unknownKeys, answering } = deps;
  const done = { ok: true, data: null } as const;
  return {
    'adapter:announce': ({ devices }) => {
      record.add({ kind: 'announced', connection, devices });
      return {
        ok: true,
        data: { devices: devices.map(({ deviceId }) => ({ deviceId, known: true, chairName: CHAIR })) },
      };
    },
    'readings:send': ({ readings: sent }) => {
      const readings = sent.map((raw): SeenReading => {
        const parsed = parseWireReading(raw, unknownKeys);
        return parsed.ok ? { raw, wire: parsed.value } : { raw, refusal: parsed.refusal };
      });
      record.add({ kind: 'batch', connection, readings });
      return answer(deps, readings, answering());
    },
    'pleth:send': ({ packets }) => {
      for (const packet of packets) {
        const parsed = parsePlethPacket(packet, unknownKeys);
        if (!parsed.ok) record.add({ kind: 'bad-message', connection, refusal: parsed.refusal });
      }
      return { ok: true, data: { answers: packets.map(() => ({ status: 'taken' })) } };
    },
    'device:link': () => done,
    'device:status': () => done,
    'spool:status': () => ({ ok: true, data: { clinicAt: now() } }),
  };
}

type ReadingsAnswer = ReturnType<Responders<AdapterToServer, Payloads>['readings:send']>;

function answer(
  { connection, record }: ResponderDeps,
  readings: readonly SeenReading[],
  answering: Answering,
): ReadingsAnswer {
  if (answering.as === 'nothing') {
    record.add({ kind: 'withheld', connection, why: answering.why, readings });
    return new Promise(() => undefined);
  }
  if (answering.as === 'unavailable') {
    record.add({ kind: 'withheld', connection, why: 'unavailable', readings });
    return refuse('unavailable', 'The referee plays a full disk. Send it again later.');
  }
  const repeated = new Set(readings.filter((each) => record.hasStored(keyOf(each))));
  record.add({ kind: 'answered', connection, as: answering.as, readings });
  if (answering.as === 'malformed') return refuse('malformed', 'The referee plays a batch that cannot be read.');
  const status = answering.as;
  const given = (each: SeenReading) => (status === 'stored' && repeated.has(each) ? 'duplicate' : status);
  return { ok: true, data: { answers: readings.map((each) => answerTo(each, given(each))) } };
}

function answerTo(reading: SeenReading, status: 'stored' | 'duplicate' | 'refused'): ReadingAnswer {
  const { epoch, seq } = wireIdentityOf(reading.raw);
  if (reading.refusal) return { epoch, seq, status: 'refused', refusal: reading.refusal };
  if (status !== 'refused') return { epoch, seq, status };
  return { epoch, seq, status, refusal: refuse('no-visit', 'The referee plays a chair without a visit.').refusal };
}

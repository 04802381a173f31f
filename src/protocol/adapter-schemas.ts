/**
 * What an adapter may send, parsed at the socket (docs/adapter-protocol.md). Up to the minor this server knows, an unknown
 * key is a mistake and is refused by name; a newer adapter may say more, and what is not known here is dropped.
 */
import * as z from 'zod/mini';
import { CAUSES, NIBP_FAILURES, QUALITIES } from '#core/reading.ts';
import { accept } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';
import type { AdapterHandshake, AdapterToServer, AnnouncedDevice, PlethPacket, WireReading } from './adapter-events.ts';
import { idText, intIn, lineText, mmHg, numberIn, shortText } from './bounded.ts';
import { parse } from './malformed.ts';
import { MAX_PLETH_PACKETS, MAX_PLETH_SAMPLES } from './pleth-samples.ts';
import { PROTOCOL_VERSION } from './version.ts';

export type UnknownKeys = 'refuse' | 'strip';

const MAX_BATCH = 500;
const MAX_DEVICES = 200;
/** The last instant a JavaScript date can hold. */
const instant = intIn(0, 8.64e15);
const protocolVersion = z.string().check(z.maxLength(16), z.regex(/^\d{1,4}\.\d{1,4}$/));

/** A saturation or pulse of 0 is a device's way to say "no value": absent on the wire, never a number. */
const saturation = numberIn(1, 100);
const pulse = numberIn(1, 400);
const pressure = numberIn(1, 400);

function schemasOf(object: typeof z.strictObject | typeof z.object) {
  const device = object({
    deviceId: idText,
    model: idText,
    emulated: z.boolean(),
  }) satisfies z.ZodMiniType<AnnouncedDevice>;

  const measured = {
    deviceId: idText,
    epoch: idText,
    seq: intIn(1, Number.MAX_SAFE_INTEGER),
    measuredAt: instant,
    deviceAt: z.exactOptional(instant),
    quality: z.enum(QUALITIES),
    causes: z.array(z.enum(CAUSES)).check(z.maxLength(CAUSES.length)),
  };
  const oximetry = object({
    kind: z.literal('oximetry'),
    ...measured,
    spo2Pct: z.exactOptional(saturation),
    pulseBpm: z.exactOptional(pulse),
    perfusionIndexPct: z.exactOptional(numberIn(0, 100)),
    respiratoryRatePerMin: z.exactOptional(numberIn(0, 200)),
  }).check(
    z.refine((reading) => reading.quality !== 'none' || (reading.spo2Pct ?? reading.pulseBpm) === undefined, {
      path: ['quality'],
      error: 'is "none", but there is a value',
    }),
  );
  const nibp = object({
    kind: z.literal('nibp'),
    ...measured,
    quality: z.enum(['good', 'poor']),
    systolicMmHg: pressure,
    diastolicMmHg: pressure,
    meanMmHg: z.exactOptional(pressure),
    pulseBpm: z.exactOptional(pulse),
  }).check(
    z.refine((reading) => reading.diastolicMmHg < reading.systolicMmHg, {
      path: ['diastolicMmHg'],
      error: 'must be below "systolicMmHg"',
    }),
  );
  const nibpFailed = object({ kind: z.literal('nibp-failed'), ...measured, failure: z.enum(NIBP_FAILURES) });
  const cuffPressure = object({ kind: z.literal('cuff-pressure'), ...measured, cuffPressureMmHg: mmHg });

  const plethPacket = object({
    deviceId: idText,
    measuredAt: instant,
    sampleHz: intIn(1, 1_000),
    fullScale: intIn(1, 32_767),
    samples: z.instanceof(Uint8Array, { error: 'must be binary' }).check(
      z.refine(({ byteLength }) => byteLength >= 2 && byteLength <= 2 * MAX_PLETH_SAMPLES && byteLength % 2 === 0, {
        error: `must be 1 to ${MAX_PLETH_SAMPLES} samples of two bytes`,
      }),
    ),
  }) satisfies z.ZodMiniType<PlethPacket>;

  return {
    plethPacket,
    handshake: object({
      protocol: protocolVersion,
      adapterId: idText,
      software: shortText,
      // Any text: what is no key is refused as a wrong one, in a sentence that names the way.
      key: z.exactOptional(z.string().check(z.maxLength(200))),
    }) satisfies z.ZodMiniType<AdapterHandshake>,
    reading: z.discriminatedUnion('kind', [
      oximetry,
      nibp,
      nibpFailed,
      cuffPressure,
    ]) satisfies z.ZodMiniType<WireReading>,
    events: {
      'adapter:announce': object({ devices: z.array(device).check(z.maxLength(MAX_DEVICES)) }),
      // Each reading is parsed by itself: a malformed one is refused and the others are taken.
      'readings:send': object({ readings: z.array(z.unknown()).check(z.maxLength(MAX_BATCH)) }),
      'pleth:send': object({ packets: z.array(z.unknown()).check(z.minLength(1), z.maxLength(MAX_PLETH_PACKETS)) }),
      'device:link': object({
        deviceId: idText,
        connected: z.boolean(),
        reason: z.exactOptional(shortText),
      }),
      'device:status': object({
        deviceId: idText,
        name: z.exactOptional(shortText),
        firmware: z.exactOptional(shortText),
        batteryPct: z.exactOptional(intIn(0, 100)),
        notice: z.exactOptional(lineText),
      }),
      'spool:status': object({
        kept: intIn(0, Number.MAX_SAFE_INTEGER),
        capacity: intIn(1, Number.MAX_SAFE_INTEGER),
      }),
    } satisfies { [Event in keyof AdapterToServer]: z.ZodMiniType<AdapterEnvelope<Event>> },
  };
}

/** As in AdapterToServer, but with the readings or packets of a batch not yet parsed. */
export type AdapterEnvelope<Event extends keyof AdapterToServer> = Event extends 'readings:send'
  ? { readonly readings: readonly unknown[] }
  : Event extends 'pleth:send'
    ? { readonly packets: readonly unknown[] }
    : Parameters<AdapterToServer[Event]>[0];

const schemas = { refuse: schemasOf(z.strictObject), strip: schemasOf(z.object) } as const;

/** Whether an adapter that declares this version may send keys unknown here: only one of a newer minor or major. */
export function unknownKeysOf(declared: unknown): UnknownKeys {
  if (typeof declared !== 'string') return 'refuse';
  const [major = 0, minor = 0] = declared.split('.').map(Number);
  const [ourMajor = 0, ourMinor = 0] = PROTOCOL_VERSION.split('.').map(Number);
  return major > ourMajor || (major === ourMajor && minor > ourMinor) ? 'strip' : 'refuse';
}

export const adapterHandshakeSchema = (unknownKeys: UnknownKeys = 'refuse'): z.ZodMiniType<AdapterHandshake> =>
  schemas[unknownKeys].handshake;

/** A reading of a batch, for whoever describes it; to parse one, `parseWireReading`. */
export const adapterReadingSchema = (unknownKeys: UnknownKeys = 'refuse'): z.ZodMiniType<WireReading> =>
  schemas[unknownKeys].reading;

/** A packet of the pulse wave, for whoever describes it. */
export const adapterPlethPacketSchema = (): z.ZodMiniType<PlethPacket> => schemas.refuse.plethPacket;

/** The envelope of each event an adapter may send, by the event's name. */
export const adapterSchemas = (
  unknownKeys: UnknownKeys = 'refuse',
): { readonly [Event in keyof AdapterToServer]: z.ZodMiniType<AdapterEnvelope<Event>> } => schemas[unknownKeys].events;

/** One reading of a batch; a refusal names the field at fault. Its causes come back in the order of CAUSES, each once. */
export function parseWireReading(value: unknown, unknownKeys: UnknownKeys = 'refuse'): Result<WireReading> {
  const parsed = parse<WireReading>(schemas[unknownKeys].reading, value, 'reading');
  if (!parsed.ok) return parsed;
  const { causes } = parsed.value;
  return accept({ ...parsed.value, causes: CAUSES.filter((cause) => causes.includes(cause)) });
}

/** A packet of the pulse wave, its samples in a Uint8Array; a refusal names the field at fault. */
export const parsePlethPacket = (
  value: unknown,
  unknownKeys: UnknownKeys = 'refuse',
): Result<PlethPacket & { readonly samples: Uint8Array }> =>
  parse(schemas[unknownKeys].plethPacket, value, 'pleth packet');

/** What an answer to a malformed reading names it by: its epoch and seq as far as they can be read. */
export function wireIdentityOf(value: unknown): { readonly epoch: string; readonly seq: number } {
  const { epoch, seq } = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  return {
    epoch: typeof epoch === 'string' ? epoch.slice(0, 80) : '',
    seq: Number.isSafeInteger(seq) ? Number(seq) : 0,
  };
}

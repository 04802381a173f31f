/** How the adapter comes in: transport, handshake, announcement, clock, links. */
import { knownModel, knownModels } from '#devices/known-model.ts';
import { cuffAnswerSchema as cuffAnswer } from '#protocol/adapter-answer-schemas.ts';
import { parse } from '#protocol/malformed.ts';
import { offsetAt } from './evidence.ts';
import type { Connection, Probe } from './evidence.ts';
import type { GivenKey } from './seen.ts';
import { finding, seconds, shown } from './verdict.ts';
import type { Judge } from './verdict.ts';

/** A connection that lives so long and has said nothing will not. */
const ANNOUNCE_MS = 5_000;
/** What scheduling on a busy machine may cost; the server corrects less than this by itself. */
const STEP_MS = 150;
const RATE = 0.02;
const RATE_FROM_MS = 2_500;

export const transport: Judge = ({ seen, connections }) =>
  finding(
    connections.length > 0,
    seen.flatMap((each) => (each.kind === 'astray' ? [each.what] : [])),
  );

export const handshake: Judge = ({ seen, connections }) => {
  const misfits = seen.flatMap((each) => (each.kind === 'misfit' ? [withValue(each.refusal.message, each.auth)] : []));
  const [first] = connections;
  const changed = connections.flatMap(({ adapterId }) =>
    first && adapterId !== first.adapterId
      ? [
          `"adapterId" was ${shown(first.adapterId)} and is now ${shown(adapterId)}: it is the same at each connect and start`,
        ]
      : [],
  );
  return finding(connections.length > 0, [...misfits, ...changed]);
};

export const key: Judge = ({ seen }) => {
  const given = seen.flatMap((each) => (each.kind === 'connected' && each.key ? [each.key] : []));
  return finding(given.length > 0, [
    ...given.flatMap((how) => KEY_TROUBLE[how] ?? []),
    ...seen.flatMap((each) =>
      each.kind === 'printed-key'
        ? ['its output holds a key: whoever reads the log could come in as this adapter']
        : [],
    ),
  ]);
};

const KEY_TROUBLE: Readonly<Partial<Record<GivenKey, string>>> = {
  none: 'no "key" in the handshake: a server lets nobody in without one',
  odd: '"key" has not the form of a key: vk_ and 43 characters, without a blank or a line end',
};

export const messages: Judge = ({ seen, connections }) => {
  const refusals = seen.flatMap((each) => (each.kind === 'bad-message' ? [each.refusal.message] : []));
  return finding(
    connections.some(({ events }) => events.length > 0),
    refusals.filter((message) => !isOfBatch(message)),
  );
};

export const batch: Judge = ({ seen, arrivals }) => {
  const refusals = seen.flatMap((each) => (each.kind === 'bad-message' ? [each.refusal.message] : []));
  return finding(arrivals.length > 0, refusals.filter(isOfBatch));
};

const isOfBatch = (message: string): boolean => message.startsWith('readings:send: ');

export const announce: Judge = ({ connections, arrivals, seen }) => {
  const late = connections.flatMap((each) => announcedLate(each));
  const badDevices = seen.flatMap((each) => {
    if (each.kind !== 'announced') return [];
    if (each.devices.length === 0) return ['"devices" is empty: name every device you feed'];
    return each.devices.flatMap(({ deviceId, model }, n) =>
      knownModel(model)
        ? []
        : [
            `"devices.${n}.model" of ${deviceId} is ${shown(model)}, which nobody can register: known are ${knownModels.map(({ name }) => name).join(', ')}`,
          ],
    );
  });
  const strangers = arrivals.flatMap(({ connection, deviceId, at }) =>
    connection.announcedAt !== undefined &&
    at >= connection.announcedAt &&
    !connection.devices.some((device) => device.deviceId === deviceId)
      ? [`readings of ${shown(deviceId)}, which is not announced`]
      : [],
  );
  return finding(
    connections.some(({ announcedAt }) => announcedAt !== undefined),
    [...late, ...badDevices, ...strangers],
  );
};

function announcedLate({ events, from, to }: Connection): string[] {
  const [first] = events;
  if (first && first.event !== 'adapter:announce')
    return [`"${first.event.slice(0, 60)}" came before "adapter:announce"`];
  return !first && to - from > ANNOUNCE_MS
    ? [`no "adapter:announce" within ${seconds(ANNOUNCE_MS)} of connecting`]
    : [];
}

export const clockAnswer: Judge = ({ seen }) => {
  const probes = seen.filter((each) => each.kind === 'probe');
  return finding(
    probes.length > 0,
    probes.flatMap(({ stamp }) => {
      if (stamp === undefined) return ['"clock:probe" was not answered within 2 s'];
      if (typeof stamp !== 'number' || !Number.isFinite(stamp))
        return [`"clock:probe" was answered by ${shown(stamp)}: it takes one number`];
      return Number.isInteger(stamp) && stamp >= 0
        ? []
        : [`"clock:probe" was answered by ${shown(stamp)}: it takes a whole number of epoch milliseconds`];
    }),
  );
};

export const clockEven: Judge = ({ connections }) => {
  const judged = connections.filter(({ probes }) => spanOf(probes) >= RATE_FROM_MS);
  return finding(
    judged.length > 0,
    judged.flatMap(({ probes }) => unevenness(probes)),
  );
};

const spanOf = (probes: readonly Probe[]): number => (probes.at(-1)?.at ?? 0) - (probes[0]?.at ?? 0);

function unevenness(probes: readonly Probe[]): string[] {
  const [first, last] = [probes[0], probes.at(-1)];
  if (!first || !last) return [];
  const rate = (last.stamp - first.stamp) / spanOf(probes);
  if (rate === 0) return [`the answers to "clock:probe" stand still at ${first.stamp}`];
  if (Math.abs(rate - 0.001) < 0.0005)
    return [`the answers to "clock:probe" count seconds (${last.stamp}), not milliseconds`];
  if (Math.abs(rate - 1_000) < 50)
    return [`the answers to "clock:probe" count microseconds (${last.stamp}), not milliseconds`];
  const offsets = probes.map(offsetAt);
  const slack = STEP_MS + Math.max(...probes.map(({ at, askedAt }) => at - askedAt));
  const spread = Math.max(...offsets) - Math.min(...offsets);
  if (spread <= slack) return [];
  const steps = offsets.slice(1).map((offset, n) => Math.abs(offset - (offsets[n] ?? offset)));
  return Math.abs(rate - 1) > RATE && Math.max(...steps) < spread / 2
    ? [`the clock runs ${rate.toFixed(2)} times as fast as time`]
    : [`the clock jumped by ${seconds(Math.max(...steps))} while it ran`];
}

export const link: Judge = ({ connections }) => {
  const said = connections.flatMap((connection) =>
    connection.events.flatMap(({ event, payload }) =>
      event === 'device:link'
        ? [{ connection, deviceId: (payload as { readonly deviceId?: unknown } | null)?.deviceId }]
        : [],
    ),
  );
  const strangers = said.filter(
    ({ connection, deviceId }) =>
      typeof deviceId === 'string' && !connection.devices.some((each) => each.deviceId === deviceId),
  );
  return finding(
    said.length > 0,
    strangers.map(({ deviceId }) => `"device:link" of ${shown(deviceId)}, which is not announced`),
  );
};

/** Who does not know the event leaves it unanswered; who knows it refuses a cuff that is not there. */
export const cuff: Judge = ({ seen }) => {
  const answers = seen.flatMap((each) => (each.kind === 'commanded' && each.answer !== undefined ? [each.answer] : []));
  return finding(
    answers.length > 0,
    answers.flatMap((answer) => {
      const parsed = parse(cuffAnswer, answer, 'cuff:start');
      if (!parsed.ok)
        return [
          `"cuff:start" was answered by ${shown(answer)}: it takes {"ok":false,"refusal":{…}} or {"ok":true,"data":null}`,
        ];
      return parsed.value.ok
        ? ['"cuff:start" of a cuff that does not exist was answered by "ok": refuse it as unknown-device']
        : [];
    }),
  );
};

const FIELD = /"([A-Za-z0-9.]+)" /;

/** A refusal with the value it is about: `"seq" must be at least 1; it is 0`. */
export function withValue(message: string, raw: unknown): string {
  const field = FIELD.exec(message)?.[1];
  if (field === undefined || /unknown key/.test(message)) return message.replace(/\.$/, '');
  const value = field
    .split('.')
    .reduce<unknown>((at, key) => (at as { [key: string]: unknown } | undefined)?.[key], raw);
  return `${message.replace(/\.$/, '')}; it is ${value === undefined ? 'missing' : shown(value)}`;
}

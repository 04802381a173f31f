/** Frames that are nearly right: where a decoder goes wrong, if it does. */
import type { Random } from './random.ts';

type Mutation = (bytes: Uint8Array, random: Random, samples: readonly Uint8Array[]) => Uint8Array;

const concat = (...parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));
const randomBytes = (random: Random, most: number): Uint8Array =>
  Uint8Array.from({ length: random.nat(most + 1) }, () => random.nat(256));
/** A stretch of at most `most` bytes. */
const stretch = (bytes: Uint8Array, random: Random, most: number): [from: number, to: number] => {
  const from = random.nat(bytes.length + 1);
  return [from, Math.min(bytes.length, from + random.nat(most + 1))];
};

const changeByte: Mutation = (bytes, random) =>
  bytes.length === 0 ? bytes : bytes.with(random.nat(bytes.length), random.nat(256));
const flipBit: Mutation = (bytes, random) => {
  const at = random.nat(bytes.length || 1);
  return bytes.length === 0 ? bytes : bytes.with(at, (bytes[at] ?? 0) ^ (1 << random.nat(8)));
};
/** The words that formats keep for "no value", and their neighbours. */
const EXTREMES = [0, 1, 0x7e, 0x7f, 0x80, 0x81, 0xfe, 0xff];
const extremeByte: Mutation = (bytes, random) =>
  bytes.length === 0 ? bytes : bytes.with(random.nat(bytes.length), EXTREMES[random.nat(EXTREMES.length)] ?? 0);
const lose: Mutation = (bytes, random) => {
  const [from, to] = stretch(bytes, random, 12);
  return concat(bytes.subarray(0, from), bytes.subarray(to));
};
const insert: Mutation = (bytes, random) => {
  const at = random.nat(bytes.length + 1);
  return concat(bytes.subarray(0, at), randomBytes(random, 8), bytes.subarray(at));
};
const repeat: Mutation = (bytes, random) => {
  const [from, to] = stretch(bytes, random, 40);
  return concat(bytes.subarray(0, to), bytes.subarray(from));
};
const cut: Mutation = (bytes, random) => bytes.subarray(0, random.nat(bytes.length + 1));
const behead: Mutation = (bytes, random) => bytes.subarray(random.nat(bytes.length + 1));
const join: Mutation = (bytes, random, samples) => concat(bytes, samples[random.nat(samples.length)] ?? bytes);
const nothingOfIt: Mutation = (_, random) => randomBytes(random, 64);

const MUTATIONS: readonly Mutation[] = [
  changeByte,
  changeByte,
  flipBit,
  flipBit,
  extremeByte,
  extremeByte,
  lose,
  insert,
  repeat,
  cut,
  behead,
  join,
  nothingOfIt,
];

/** A sample, unchanged once in eight, else changed one to four times. */
export function mutated(samples: readonly Uint8Array[], random: Random): Uint8Array {
  let bytes: Uint8Array = samples[random.nat(samples.length)] ?? new Uint8Array(0);
  if (random.nat(8) === 0) return bytes;
  for (let n = random.nat(4); n >= 0; n -= 1) {
    bytes = (MUTATIONS[random.nat(MUTATIONS.length)] ?? flipBit)(bytes, random, samples);
  }
  return bytes;
}

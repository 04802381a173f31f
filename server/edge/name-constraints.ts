/**
 * What a local authority may sign for, in its own certificate (RFC 5280, 4.2.1.10): whoever steals its key can make no certificate of
 * another site for a tablet that trusts it. Written and read here as DER: the library has no such extension.
 */
import { isIPv4, isIPv6 } from 'node:net';
import { nameIn } from './names.ts';

export const NAME_CONSTRAINTS = '2.5.29.30';

const DNS = 0x82;
const ADDRESS = 0x87;
const PERMITTED = 0xa0;
const EXCLUDED = 0xa1;
const SEQUENCE = 0x30;

/** Exactly these names (with what is below a DNS name, as the standard has it), and no others of either kind. */
export function nameConstraints(names: readonly string[]): Uint8Array<ArrayBuffer> {
  const permitted = names.map((name) => subtree(baseOf(name)));
  // A kind that is not named at all would be left open.
  const hasDns = names.some((name) => !isAddress(name));
  const hasAddress = names.some(isAddress);
  const excluded = [
    ...(hasDns ? [] : [subtree(tlv(DNS, []))]),
    ...(hasAddress ? [] : [8, 32].map((length) => subtree(tlv(ADDRESS, new Array<number>(length).fill(0))))),
  ];
  const parts = [...tlv(PERMITTED, permitted.flat()), ...(excluded.length > 0 ? tlv(EXCLUDED, excluded.flat()) : [])];
  return Uint8Array.from(tlv(SEQUENCE, parts));
}

/** @returns the names of an extension made here; none of one that was not */
export function permittedNames(der: Uint8Array): readonly string[] {
  const [whole] = parts(der);
  const permitted = whole && parts(whole.value).find(({ tag }) => tag === PERMITTED);
  return permitted ? parts(permitted.value).flatMap(({ value }) => parts(value).flatMap(nameOf)) : [];
}

const isAddress = (name: string): boolean => isIPv4(name) || isIPv6(name);
const subtree = (base: readonly number[]): readonly number[] => tlv(SEQUENCE, base);

function baseOf(name: string): readonly number[] {
  if (!isAddress(name)) return tlv(DNS, [...Buffer.from(name, 'ascii')]);
  const bytes = isIPv4(name) ? name.split('.').map(Number) : ipv6Bytes(name);
  return tlv(ADDRESS, [...bytes, ...bytes.map(() => 0xff)]);
}

function ipv6Bytes(address: string): readonly number[] {
  const [head = '', tail] = address.split('::');
  const groups = (text: string | undefined): readonly number[] =>
    (text ?? '') === ''
      ? []
      : (text ?? '')
          .split(':')
          .flatMap((group) =>
            group.includes('.')
              ? group.split('.').map(Number)
              : [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 0xff],
          );
  const [before, after] = [groups(head), groups(tail)];
  return [...before, ...new Array<number>(16 - before.length - after.length).fill(0), ...after];
}

function nameOf({ tag, value }: Part): readonly string[] {
  if (tag === DNS) return [Buffer.from(value).toString('ascii')];
  const address = [...value.subarray(0, value.length / 2)];
  const text =
    value.length === 8
      ? address.join('.')
      : Array.from({ length: 8 }, (_, n) =>
          (((address[2 * n] ?? 0) << 8) | (address[2 * n + 1] ?? 0)).toString(16),
        ).join(':');
  const name = tag === ADDRESS ? nameIn(text) : undefined;
  return name === undefined ? [] : [name];
}

function tlv(tag: number, value: readonly number[]): readonly number[] {
  const { length } = value;
  if (length < 0x80) return [tag, length, ...value];
  if (length < 0x100) return [tag, 0x81, length, ...value];
  return [tag, 0x82, length >> 8, length & 0xff, ...value];
}

interface Part {
  readonly tag: number;
  readonly value: Uint8Array;
}

/** Of well-formed DER with lengths of at most two bytes; the rest of anything else is left out. */
function parts(der: Uint8Array): readonly Part[] {
  const found: Part[] = [];
  for (let at = 0; at + 2 <= der.length;) {
    const first = der[at + 1] ?? 0;
    const more = first < 0x80 ? 0 : first & 0x7f;
    const length = more === 0 ? first : der.subarray(at + 2, at + 2 + more).reduce((sum, byte) => sum * 256 + byte, 0);
    const start = at + 2 + more;
    if (more > 2 || start + length > der.length) break;
    found.push({ tag: der[at] ?? 0, value: der.subarray(start, start + length) });
    at = start + length;
  }
  return found;
}

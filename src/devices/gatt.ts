/** Bluetooth LE names of characteristics, and reading a notification field by field. */
import { sfloatOf } from './ieee11073/sfloat.ts';
import type { Decoded, DecodeRefusal } from './decoder.ts';
import type { Given } from './fields.ts';

const BASE_UUID = /^0000([0-9a-f]{4})-0000-1000-8000-00805f9b34fb$/i;

/** `2A35`, from any way to write it: `2a35`, `0x2A35`, `00002a35-0000-1000-8000-00805f9b34fb`. */
export const shortUuid = (uuid: string): string =>
  (BASE_UUID.exec(uuid)?.[1] ?? uuid.replace(/^0x/i, '')).toUpperCase();

export const given = (value: number | string): Given => (typeof value === 'number' ? value : 'no-value');

/** Fields one after the other, little-endian but where told. Reading past the end gives zeros and sets `short`. */
export class FieldCursor {
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get at(): number {
    return this.#at;
  }
  get view(): DataView {
    return this.#view;
  }
  /** Bytes not read; negative when the fields go on beyond the end. */
  get left(): number {
    return this.#view.byteLength - this.#at;
  }

  /** @returns where the field begins, or undefined when it is not all there. */
  skip(bytes: number): number | undefined {
    const at = this.#at;
    this.#at += bytes;
    return this.#at <= this.#view.byteLength ? at : undefined;
  }
  u8(): number {
    const at = this.skip(1);
    return at === undefined ? 0 : this.#view.getUint8(at);
  }
  u16(littleEndian = true): number {
    const at = this.skip(2);
    return at === undefined ? 0 : this.#view.getUint16(at, littleEndian);
  }
  u24(): number {
    const low = this.u16();
    return low | (this.u8() << 16);
  }
  sfloat(littleEndian = true): Given {
    return given(sfloatOf(this.u16(littleEndian)));
  }
}

/** The names of the bits that are set; bits beyond the names are reserved and left out. */
export const bitNames = (bits: number, names: readonly string[]): string[] =>
  names.filter((_, bit) => (bits & (1 << bit)) !== 0);

export const refused = (...refusals: readonly DecodeRefusal[]): Decoded => ({ readings: [], refusals });
export const NOTHING: Decoded = { readings: [], refusals: [] };

/** Nonin data format 2: one reading a packet (3 a second), at its 25th frame (layout: frame.ts, meaning: packet.ts). */
import type { Decoded, DecodedReading, DecodeRefusal, Decoder } from '../decoder.ts';
import { hexOf, joined } from '../bytes.ts';
import { PlethSamples } from '../pleth.ts';
import { FRAME_BYTES, FRAME_START, FRAMES_PER_PACKET, NONIN_PLETH, REVISION_PLACE, STATUS } from './frame.ts';
import { readPacket, type Frame, type Packet } from './packet.ts';

/** Make a new one whenever the link opens: what the last link left unfinished is never continued. */
export function createNoninDecoder(): Decoder {
  return new NoninDecoder();
}

/** Keeps less than three frames of unread bytes, and at most two packets of frames. */
class NoninDecoder implements Decoder {
  #unread: Uint8Array = new Uint8Array(0);
  /** The next frame's place in its packet, 1–25; 0 = looking for the start of a packet. */
  #place = 0;
  #frames: (Frame | undefined)[] = [];
  /** The packet that ended last: the start of the next one proves that it had all its frames and no other's. */
  #ended: { readonly frames: Packet; readonly given: boolean } | undefined;
  /** The device's firmware revision, from a proved packet. Another number in its place means that frames were lost. */
  #revision: number | undefined;
  #readings: DecodedReading[] = [];
  #refusals: DecodeRefusal[] = [];
  #pleth = new PlethSamples(NONIN_PLETH);

  push(bytes: Uint8Array): Decoded {
    this.#readings = [];
    this.#refusals = [];
    this.#pleth = new PlethSamples(NONIN_PLETH);
    const buffer = joined(this.#unread, bytes);
    let at = 0;
    let skipped: number[] = [];
    const reportSkipped = (): void => {
      if (skipped.length > 0)
        this.#refuse('framing', `Skipped in search of a packet: ${hexOf(Uint8Array.from(skipped))}.`);
      skipped = [];
    };
    while (buffer.length - at >= FRAME_BYTES) {
      const step = this.#place === 0 ? this.#search(buffer, at) : this.#read(buffer, at);
      if (step === undefined) break;
      if (step === 'skip') skipped.push(buffer[at] ?? 0);
      else if (step > 0) reportSkipped();
      at += step === 'skip' ? 1 : step;
    }
    reportSkipped();
    this.#unread = buffer.slice(at);
    return { readings: this.#readings, refusals: this.#refusals, ...this.#pleth.taken() };
  }

  /** Steps over a byte, or stays where a packet begins. Undefined = not enough bytes to tell. */
  #search(buffer: Uint8Array, at: number): number | 'skip' | undefined {
    if (!isFrame(buffer, at) || !startsPacket(buffer, at)) return 'skip';
    const followed = isFollowed(buffer, at);
    if (followed === undefined) return undefined;
    if (!followed) return 'skip';
    this.#place = 1;
    return 0;
  }

  /**
   * Reads the frame that should stand at `at`; returns the bytes used. Undefined = not enough bytes to tell.
   * A broken or lost frame is a sample of the pulse wave less: its segment ends there, no sample is made up.
   */
  #read(buffer: Uint8Array, at: number): number | undefined {
    const valid = isFrame(buffer, at);
    if (!valid) {
      const inStep = isFollowed(buffer, at);
      if (inStep === undefined) return undefined;
      if (!inStep) return this.#lose(`A packet broke off after ${this.#place - 1} of ${FRAMES_PER_PACKET} frames.`);
      this.#refuse('checksum', `Frame ${this.#place} is broken: ${hexOf(buffer.subarray(at, at + FRAME_BYTES))}.`);
      this.#pleth.lost();
      this.#ended = undefined;
    } else if (startsPacket(buffer, at)) {
      if (this.#place !== 1) {
        this.#refuse('framing', `A packet ended after ${this.#place - 1} of ${FRAMES_PER_PACKET} frames.`);
        this.#pleth.lost();
      } else if (this.#ended) this.#prove(this.#ended);
      this.#ended = undefined;
      this.#place = 1;
    } else if (this.#place === 1) {
      return this.#lose('A packet did not begin where the last one ended.');
    }
    if (valid) this.#pleth.add(buffer[at + 2] ?? 0);
    if (this.#place === 1) this.#frames = [];
    this.#frames[this.#place] = valid ? { status: buffer[at + 1] ?? 0, value: buffer[at + 3] ?? 0 } : undefined;
    this.#place += 1;
    if (this.#place > FRAMES_PER_PACKET) {
      this.#place = 1;
      const revision = this.#frames[REVISION_PLACE]?.value;
      const given = valid && (revision === undefined || (this.#revision ?? revision) === revision);
      this.#ended = { frames: this.#frames, given };
      if (given) this.#give(this.#frames);
    }
    return FRAME_BYTES;
  }

  /** Out of step: nothing of the unfinished packet may be used, for bytes of two packets could meet in one value. */
  #lose(message: string): number {
    this.#refuse('framing', message);
    this.#pleth.lost();
    this.#place = 0;
    this.#ended = undefined;
    return 0;
  }

  #prove({ frames, given }: { readonly frames: Packet; readonly given: boolean }): void {
    this.#revision = frames[REVISION_PLACE]?.value ?? this.#revision;
    if (!given) this.#give(frames);
  }

  #give(packet: Packet): void {
    const { reading, refusals } = readPacket(packet);
    this.#readings.push(reading);
    this.#refusals.push(...refusals);
  }

  #refuse(code: DecodeRefusal['code'], message: string): void {
    this.#refusals.push({ code, message });
  }
}

/** A whole frame stands at `at`: the start byte, the bit that is always set, and the checksum. */
function isFrame(bytes: Uint8Array, at: number): boolean {
  const [start, status, pleth, value, sum] = bytes.subarray(at, at + FRAME_BYTES);
  if (start !== FRAME_START || status === undefined || pleth === undefined || value === undefined) return false;
  return (status & STATUS.always) !== 0 && ((start + status + pleth + value) & 0xff) === sum;
}

function startsPacket(bytes: Uint8Array, at: number): boolean {
  return ((bytes[at + 1] ?? 0) & STATUS.sync) !== 0;
}

/** One of the next two frames stands where it should: the bytes are in step here. Undefined = not enough bytes yet. */
function isFollowed(bytes: Uint8Array, at: number): boolean | undefined {
  for (const next of [at + FRAME_BYTES, at + 2 * FRAME_BYTES]) {
    if (bytes.length < next + FRAME_BYTES) return undefined;
    if (isFrame(bytes, next)) return true;
  }
  return false;
}

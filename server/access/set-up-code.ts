/** The code of the first run, said at the server's own console: who comes from another machine has seen that console. */
import { timingSafeEqual } from 'node:crypto';
import { newCode, readCode } from './one-time-codes.ts';
import { sha256Hex } from './screen-token.ts';

export class SetUpCode {
  /** As it is printed. In memory alone: each start has another. */
  readonly text: string;

  constructor(random: (bytes: number) => Buffer) {
    this.text = newCode(random);
  }

  isRight(typed: string): boolean {
    const [given, ours] = [readCode(typed) ?? '', readCode(this.text) ?? ''];
    return timingSafeEqual(Buffer.from(sha256Hex(given)), Buffer.from(sha256Hex(ours)));
  }
}

/** UUIDv7 (RFC 9562): ids that sort by when they were made, so that an index by id stays compact. */
import { randomBytes } from 'node:crypto';

/** @param wall epoch ms; ids need no clinic time, only an order. */
export function createNewId(wall: () => number = Date.now): () => string {
  let last = 0;
  let counter = 0;
  return () => {
    const now = Math.max(wall(), last);
    counter = now === last ? counter + 1 : 0;
    // More than 4,096 in a millisecond borrow from the next one: order is kept, and the wall catches up.
    last = counter > 0xfff ? now + 1 : now;
    counter &= 0xfff;
    const time = last.toString(16).padStart(12, '0');
    const rest = randomBytes(8);
    rest[0] = ((rest[0] ?? 0) & 0x3f) | 0x80;
    const tail = rest.toString('hex');
    const sequence = counter.toString(16).padStart(3, '0');
    return `${time.slice(0, 8)}-${time.slice(8)}-7${sequence}-${tail.slice(0, 4)}-${tail.slice(4)}`;
  };
}

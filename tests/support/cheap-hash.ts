/** In place of argon2id where a test is not about it. */
import { createHash } from 'node:crypto';
import type { HasherOptions } from '../../server/access/argon2.ts';

export const cheapHash: HasherOptions = {
  derive: async (secret, salt, { passes }) =>
    createHash('sha256').update(`${passes}`).update(salt).update(secret).digest(),
};

/** What a browser may ask of access by HTTP. Lengths alone are here: what a good PIN or password is, the server says better. */
import * as z from 'zod/mini';
import type { AccessRequest, AccessRequests, CodeWish, Secret } from './access.ts';
import { idText, shortText } from './bounded.ts';

const pin = z.string().check(z.minLength(1), z.maxLength(16));
const password = z.string().check(z.minLength(1), z.maxLength(512));
const code = z.string().check(z.minLength(1), z.maxLength(64));
const nothing = z.strictObject({});
const secret = z.union([z.strictObject({ pin }), z.strictObject({ password })]) satisfies z.ZodMiniType<Secret>;
const place = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('chair'), chairId: idText }),
  z.strictObject({ kind: z.literal('station') }),
]);
const codeWish = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('screen'), place, label: shortText }),
  z.strictObject({ kind: z.literal('person'), staffId: idText }),
]) satisfies z.ZodMiniType<CodeWish>;

/** More than a clinic has; how many are shown is the core's to say. */
const MOST_NAMES = 200;

export const accessSchemas = {
  'first-run': z.strictObject({
    name: z.exactOptional(shortText),
    timeZone: z.exactOptional(shortText),
    chairs: z.exactOptional(z.array(shortText).check(z.maxLength(MOST_NAMES))),
    administratorName: shortText,
    password,
    setUpCode: z.exactOptional(code),
  }),
  enrol: z.strictObject({ code }),
  'sign-in': z.union([z.strictObject({ staffId: idText, pin }), z.strictObject({ name: shortText, password })]),
  unlock: secret,
  lock: nothing,
  renew: nothing,
  'sign-out': nothing,
  claim: z.strictObject({ code, pin: z.exactOptional(pin), password: z.exactOptional(password) }),
  credential: z.strictObject({ current: secret, next: secret }),
  codes: codeWish,
  'codes/take-back': z.strictObject({ codeId: idText }),
  'adapter-keys': z.strictObject({
    adapterId: idText,
    label: shortText,
    devices: z.union([z.literal('all'), z.array(idText).check(z.maxLength(MOST_NAMES))]),
  }),
  'sessions/end': z.strictObject({ sessionId: idText }),
} satisfies { readonly [Request in AccessRequest]: z.ZodMiniType<AccessRequests[Request]['given']> };

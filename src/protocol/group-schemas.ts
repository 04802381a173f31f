/** What a page of the group, and the server of another clinic, may send (docs/SPEC.md, ND). */
import * as z from 'zod/mini';
import { idText } from './bounded.ts';
import type { BetweenClinics, GroupToServer } from './group-events.ts';

export type GroupPayload<E extends keyof GroupToServer> = Parameters<GroupToServer[E]>[0];

export const groupSchemas = {
  'group:watch': z.strictObject({}),
  'group:ask': z.strictObject({ siteId: idText }),
} satisfies { readonly [E in keyof GroupToServer]: z.ZodMiniType<GroupPayload<E>> };

/** A newer node may say more. */
export const wantSchema = z.object({ siteId: idText, whole: z.boolean() }) satisfies z.ZodMiniType<
  Parameters<BetweenClinics['group:want']>[0]
>;

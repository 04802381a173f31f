/** Following a view of the server: a snapshot, then patches that count up by one (docs/SPEC.md, WS). */

export interface Followed<View> {
  readonly seq: number;
  readonly view: View;
}

export interface Patch<View> {
  readonly seq: number;
  readonly visitId: string | null;
  readonly patch: Partial<View>;
}

export type Merged<View> =
  | { readonly kind: 'merged'; readonly followed: Followed<View> }
  /** Already in the snapshot. */
  | { readonly kind: 'old' }
  /** A patch is missing, or this one is of another visit: what is on screen may be the last patient's. Ask for a snapshot. */
  | { readonly kind: 'broken'; readonly why: 'hole' | 'other-visit' };

export function merge<View extends { readonly visitId: string | null }>(
  followed: Followed<View>,
  patch: Patch<View>,
): Merged<View> {
  if (patch.seq <= followed.seq) return { kind: 'old' };
  if (patch.seq !== followed.seq + 1) return { kind: 'broken', why: 'hole' };
  const view = { ...followed.view, ...patch.patch };
  if (view.visitId !== patch.visitId) return { kind: 'broken', why: 'other-visit' };
  return { kind: 'merged', followed: { seq: patch.seq, view } };
}

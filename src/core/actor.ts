/** Who asks. Attached by the server from the socket, never read from a payload. */
export const ROLES = ['nurse', 'provider', 'administrator'] as const;
export type Role = (typeof ROLES)[number];

export type Actor =
  | {
      readonly kind: 'staff';
      readonly staffId: string;
      readonly name: string;
      readonly role: Role;
      readonly screenId: string;
    }
  | { readonly kind: 'screen'; readonly screenId: string }
  | { readonly kind: 'adapter'; readonly adapterId: string }
  | { readonly kind: 'system' };

/** How a record names whoever did it. A screen nobody signed in at is named as such, never as a person. */
export function nameOf(actor: Actor): string {
  switch (actor.kind) {
    case 'staff':
      return actor.name;
    case 'screen':
      return 'unidentified';
    case 'adapter':
      return `adapter ${actor.adapterId}`;
    case 'system':
      return 'Vigil';
  }
}

/** How every part of the chair page asks for something. Null = done; a refusal is shown beside the button that was pressed. */
import type { Refusal } from '#core/refusal.ts';
import type { WireVisitCommand } from '#protocol/screen-events.ts';

export type Give = (command: WireVisitCommand) => Promise<Refusal | null>;

/** What the banner of a tablet that is alone says, and the lines of what waits to go up or was not taken. */
import type { VisitCommand } from '#core/command.ts';
import type { Instant } from '#core/reading.ts';
import type { Refusal } from '#core/refusal.ts';
import { elapsed, words } from '../components/format.ts';
import { entryText, STOP_REASON } from '#core/words/labels.ts';

/** A tap that waits, or a tap or a stretch watched alone that the server refused. */
export interface AloneItem {
  readonly commandId: string;
  /** Absent: a stretch watched alone. */
  readonly command?: VisitCommand;
  readonly tappedAt?: Instant;
  readonly from?: Instant;
  readonly until?: Instant;
  readonly staff?: { readonly name: string } | null;
  readonly refusal?: Refusal;
}

/** Entries that do not go up by themselves: somebody else may have been at the screen since. */
export interface HeldShown {
  readonly items: readonly AloneItem[];
  /** `pin`: their person is at this screen, and it is locked. Null: their person is not here. */
  readonly ask: 'pin' | 'word' | null;
  readonly onconfirm: () => void;
}

export interface AloneShown {
  /** Null: the link is back, and something is left to be seen. */
  readonly since: Instant | null;
  readonly waiting: readonly AloneItem[];
  readonly refused: readonly AloneItem[];
  readonly ondismiss: (commandId: string) => void;
  readonly held?: HeldShown | null;
}

const entries = (count: number): string => (count === 1 ? '1 entry' : `${count} entries`);

export const waitText = (count: number): string =>
  count === 0 ? 'Nothing waits to go up' : `${entries(count)} ${count === 1 ? 'waits' : 'wait'} to go up`;

/** Those of whoever is here come first: they are what can be settled now. Null: nothing is held. */
export function heldOf(
  held: readonly AloneItem[],
  { staff, locked }: { readonly staff: { readonly name: string } | null; readonly locked: boolean },
  onconfirm: () => void,
): HeldShown | null {
  if (held.length === 0) return null;
  const mine = staff === null ? [] : held.filter((item) => !item.staff || item.staff.name === staff.name);
  if (mine.length === 0) return { items: held, ask: null, onconfirm };
  return { items: mine, ask: locked ? 'pin' : 'word', onconfirm };
}

export function heldText({ items, ask }: HeldShown, clock?: (at: Instant) => string): string {
  const times = clock ? items.map(({ tappedAt }) => clock(tappedAt ?? 0)) : [];
  const [first, last] = [times[0], times.at(-1)];
  const when = first === undefined ? '' : ` of ${first === last ? first : `${first}–${last}`}`;
  const who =
    ask === 'pin' ? 'your PIN' : ask === 'word' ? 'your word' : (items[0]?.staff?.name ?? 'whoever gave them');
  return `${entries(items.length)}${when} ${items.length === 1 ? 'waits' : 'wait'} for ${who}`;
}

export function aloneTitle({ since, refused, held }: AloneShown, clock?: (at: Instant) => string): string {
  if (since !== null) return 'This tablet only: the station cannot see';
  if (held) return heldText(held, clock);
  return refused.length > 0 ? `${entries(refused.length)} not recorded` : 'Not everything has gone up yet';
}

/** The same where there is room for two short lines. */
export function aloneLines(alone: AloneShown, now: Instant): { readonly text: string; readonly note: string } {
  const { since, waiting, refused } = alone;
  if (since === null)
    return {
      text: aloneTitle(alone),
      note: alone.held ? 'look and decide' : refused.length > 0 ? 'see why' : waitText(waiting.length),
    };
  const waits = waiting.length > 0 ? ` · ${waiting.length} ${waiting.length === 1 ? 'waits' : 'wait'}` : '';
  return { text: `This tablet only${waits}`, note: `station cannot see · ${elapsed(now - since)}` };
}

/** What was tapped, in one line. */
export function itemText({ command }: AloneItem): string {
  if (!command) return 'What this tablet watched alone';
  switch (command.type) {
    case 'entry:record':
      return entryText(command.entry);
    case 'bp:enter':
      return `BP by hand ${command.systolicMmHg}/${command.diastolicMmHg}`;
    case 'infusion:end':
      return `Pump stopped: ${STOP_REASON[command.reason]}`;
    case 'pump:volume':
      return `Pump volume ${command.pumpVolumeMl} mL`;
    case 'pump:pause':
      return 'Pump paused';
    case 'pump:resume':
      return 'Pump resumed';
    case 'device:give':
      return `Device given, ${command.mg} mg`;
    case 'emergency:declare':
      return 'Emergency';
    case 'alert:acknowledge':
      return 'Alert acknowledged';
    case 'alert:pause-audio':
      return 'Sound paused';
    case 'mark:clear':
      return 'Mark cleared';
    default:
      return words(command.type.replace(':', ' '));
  }
}

export function itemNote(item: AloneItem, clock: (at: Instant) => string): string {
  const { tappedAt, from, until, staff, refusal } = item;
  const when = tappedAt !== undefined ? `tapped ${clock(tappedAt)}` : `${clock(from ?? 0)} to ${clock(until ?? 0)}`;
  const by = staff ? ` by ${staff.name}` : '';
  return `${when}${by}${refusal ? `. ${refusal.message}` : ''}`;
}

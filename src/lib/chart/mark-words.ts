/** What a mark is, when it is tapped and for those who cannot see it. */
import type { Priority } from '#core/clinical-protocol.ts';
import type { Mark } from './marks.ts';

const LEVEL: Readonly<Record<Priority, string>> = { high: 'High alert', medium: 'Medium alert', low: 'Advisory' };

type Clock = (at: number) => string;

export function markWords(mark: Mark, clock: Clock): string {
  const { shape, label, at, until, state } = mark;
  if (shape === 'entry') return `${clock(at)} ${label}`;
  const lasted = until === undefined ? `since ${clock(at)}` : `${clock(at)} to ${clock(until)}`;
  const seen = state === 'open' ? ', not seen yet' : state === 'seen' ? ', seen' : '';
  if (shape === 'late') return `${label}, ${lasted}${seen}`;
  return `${LEVEL[shape]}: ${label}, ${until === undefined && state === 'ended' ? clock(at) : lasted}${seen}`;
}

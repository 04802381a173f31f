/** What could be heard of each event in two runs of one visit: no longer at all, at a lower priority, or later. */
import { TECHNICAL_ALERT_KINDS } from '../alerts/alert.ts';
import type { AlertKind } from '../alerts/alert.ts';
import { rank } from '../alerts/open-alert.ts';
import type { Duration, Instant } from '../reading.ts';
import type { FoundEvent } from './true-events.ts';
import type { Heard, HeardLess, LoudLife, VisitWhatIf } from './visit-what-if.ts';

/** Heard no more than this later is not told. */
export const LATER_MS: Duration = 15_000;

export function compareHeard(
  found: readonly FoundEvent[],
  before: readonly LoudLife[],
  after: readonly LoudLife[],
): Pick<VisitWhatIf, 'missed' | 'trueEvents' | 'newlyHeard' | 'silenced' | 'lowerOrLater'> {
  const events = found.map(({ heardUntil, ...event }) => {
    const was = heardIn(before, event.kind, event.from, heardUntil);
    const is = heardIn(after, event.kind, event.from, heardUntil);
    return { event, worst: event.worst, was, is };
  });
  const technical = before.flatMap(({ kind, issuedAt: from, loud }) => {
    const until = loud.at(-1)?.to;
    if (until === undefined || !TECHNICAL_ALERT_KINDS.some((each) => each === kind)) return [];
    const event = { kind, from, until };
    return [
      { event, worst: undefined, was: heardIn(before, kind, from, until), is: heardIn(after, kind, from, until) },
    ];
  });
  return {
    missed: events.flatMap(({ event, was, is }) =>
      is ? [] : [{ ...event, heardBefore: was !== undefined, heardAfter: false }],
    ),
    trueEvents: events.length,
    newlyHeard: events.filter(({ was, is }) => is && !was).length,
    silenced: technical.flatMap(({ event, was, is }) =>
      was && !is ? [{ ...event, before: was, after: null, what: [] }] : [],
    ),
    lowerOrLater: [...events, ...technical]
      .flatMap(({ event: { kind, from, until }, worst, was, is }): readonly HeardLess[] => {
        const what = was && is ? whatIsLess(was, is) : [];
        if (!was || !is || what.length === 0) return [];
        return [{ kind, from, until, ...(worst !== undefined && { worst }), before: was, after: is, what }];
      })
      .toSorted((a, b) => a.from - b.from),
  };
}

/** What could be heard of a kind in a stretch; what could be already is heard from its begin. */
function heardIn(lives: readonly LoudLife[], of: AlertKind, from: Instant, until: Instant): Heard | undefined {
  let at: Instant | undefined;
  let highAt: Instant | undefined;
  for (const { kind, loud } of lives) {
    if (kind !== of) continue;
    for (const span of loud) {
      if (span.from > until || span.to <= from) continue;
      const since = Math.max(span.from, from);
      at = Math.min(at ?? Infinity, since);
      if (span.priority === 'high') highAt = Math.min(highAt ?? Infinity, since);
    }
  }
  if (at === undefined) return undefined;
  return { priority: highAt === undefined ? 'medium' : 'high', at, ...(highAt !== undefined && { highAt }) };
}

function whatIsLess(was: Heard, is: Heard): HeardLess['what'] {
  const isHighLater = was.highAt !== undefined && is.highAt !== undefined && is.highAt - was.highAt > LATER_MS;
  return [
    ...(rank(is.priority) < rank(was.priority) ? (['lower'] as const) : []),
    ...(is.at - was.at > LATER_MS || isHighLater ? (['later'] as const) : []),
  ];
}

/** A what-if of a visit in which nothing is another. */
import type { VisitWhatIf } from '#core/what-if/visit-what-if.ts';

const none = { alerts: { low: 0, medium: 0, high: 0 }, audibleMs: 0, unansweredMs: 0 };

export const noWhatIf: VisitWhatIf = {
  visitId: 'visit-1',
  openedAt: 1_790_000_000_000,
  lastedMs: 4_200_000,
  protocol: { id: 'iv-ketamine-40', version: 8, title: 'IV ketamine, 40 min' },
  imported: false,
  before: none,
  after: none,
  gone: [],
  come: [],
  changed: [],
  same: 0,
  sameOf: {},
  missed: [],
  trueEvents: 0,
  newlyHeard: 0,
  silenced: [],
  lowerOrLater: [],
  actsWithout: [],
  unjudged: [],
};

/** The alerts of two runs of one visit against each other: of the same kind and at the same time is the same alert. */
import type { AlertKind } from '../alerts/alert.ts';
import type { Duration, Instant } from '../reading.ts';
import type { AlertLife, ChangedAlert, VisitWhatIf } from './visit-what-if.ts';

/** Nobody notices less. */
const SAME_MS: Duration = 1_000;

export function compareLives(
  before: readonly AlertLife[],
  after: readonly AlertLife[],
): Pick<VisitWhatIf, 'gone' | 'come' | 'changed' | 'same' | 'sameOf'> {
  const left = [...after];
  const gone: AlertLife[] = [];
  const changed: ChangedAlert[] = [];
  const sameOf: Partial<Record<AlertKind, number>> = {};
  let same = 0;
  for (const was of before) {
    const index = left.findIndex((is) => is.kind === was.kind && overlap(was, is));
    const [is] = index < 0 ? [] : left.splice(index, 1);
    if (is === undefined) {
      gone.push(was);
      continue;
    }
    const what = whatChanged(was, is);
    if (what.length > 0) changed.push({ before: was, after: is, what });
    else {
      same += 1;
      sameOf[was.kind] = (sameOf[was.kind] ?? 0) + 1;
    }
  }
  return { gone, come: left, changed, same, sameOf };
}

const endOf = ({ endedAt }: AlertLife): Instant => endedAt ?? Infinity;
export const overlap = (a: AlertLife, b: AlertLife): boolean => a.issuedAt <= endOf(b) && b.issuedAt <= endOf(a);

function whatChanged(was: AlertLife, is: AlertLife): ChangedAlert['what'] {
  const isOtherTime =
    apart(was.issuedAt, is.issuedAt) ||
    apart(endOf(was), endOf(is)) ||
    apart(was.heardFrom ?? Infinity, is.heardFrom ?? Infinity) ||
    // One that is less urgent by now says so by its priority.
    (was.priority === is.priority && apart(was.highFrom ?? Infinity, is.highFrom ?? Infinity));
  return [
    ...(was.priority === is.priority ? [] : (['priority'] as const)),
    ...(isOtherTime ? (['time'] as const) : []),
  ];
}

const apart = (a: Instant, b: Instant): boolean => a !== b && Math.abs(a - b) >= SAME_MS;

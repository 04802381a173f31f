/**
 * Refusals of one minute: the first of each sort from a source is told at once, the others are counted, so that no flood fills a disk.
 * Sources that proved who they are have places of their own: strangers cannot crowd them out.
 */
import type { AuditFrom, Counted, RefusedBody } from '#core/audit/audit-event.ts';
import type { Instant } from '#core/reading.ts';
import type { AuditSource } from './audit.ts';

/** Sources told one by one in a minute. The rest of a minute's are "others". */
export const MOST_SOURCES = { known: 60, stranger: 20 } as const;
/** Sorts of one source told one by one. */
export const MOST_SORTS = 6;

export type Told = (source: AuditSource, body: RefusedBody & Counted) => void;

interface Tally {
  readonly source: AuditSource;
  readonly body: RefusedBody;
  /** Those that were not told yet. */
  count: number;
  since: Instant;
}
type Sorts = Map<string, Tally>;

export class RefusalMinute {
  readonly #tell: Told;
  readonly #sources = { known: new Map<string, Sorts>(), stranger: new Map<string, Sorts>() };
  readonly #rest: Sorts = new Map();

  constructor(tell: Told) {
    this.#tell = tell;
  }

  take(source: AuditSource, body: RefusedBody, at: Instant): void {
    const kind = isKnown(source) ? 'known' : 'stranger';
    const sources = this.#sources[kind];
    const key = keyOf(source);
    let sorts = sources.get(key);
    if (sorts === undefined) {
      if (sources.size >= MOST_SOURCES[kind])
        return this.#count({ actor: NOBODY, from: OTHERS }, `others:${kind}`, body, at);
      sources.set(key, (sorts = new Map()));
    }
    const sort = JSON.stringify(body);
    const tally = sorts.get(sort);
    if (tally) add(tally, at);
    else if (sorts.size >= MOST_SORTS) this.#count(source, key, body, at);
    else {
      sorts.set(sort, { source, body, count: 0, since: at });
      this.#tell(source, body);
    }
  }

  /** The minute is over: what was counted is told. */
  over(): void {
    const { known, stranger } = this.#sources;
    for (const sorts of [...known.values(), ...stranger.values(), this.#rest])
      for (const { source, body, count, since } of sorts.values())
        if (count > 0) this.#tell(source, { ...body, count, since });
    known.clear();
    stranger.clear();
    this.#rest.clear();
  }

  /** One of too many sorts, or of too many sources. */
  #count(source: AuditSource, key: string, body: RefusedBody, at: Instant): void {
    const rough = roughly(body);
    const of = `${key} ${rough.type}`;
    const tally = this.#rest.get(of);
    if (tally) add(tally, at);
    else this.#rest.set(of, { source, body: rough, count: 1, since: at });
  }
}

const NOBODY = { kind: 'system' } as const;
const OTHERS: AuditFrom = { kind: 'others' };

function add(tally: Tally, at: Instant): void {
  if (tally.count === 0) tally.since = at;
  tally.count += 1;
}

const isKnown = ({ actor, from }: AuditSource): boolean =>
  actor.kind === 'staff' || from.kind === 'adapter' || (from.kind === 'screen' && from.label !== undefined);

const keyOf = ({ actor, from }: AuditSource): string =>
  JSON.stringify([actor.kind === 'staff' ? actor.staffId : actor.kind, from]);

/** Of what it was, too many sorts to tell. */
function roughly(body: RefusedBody): RefusedBody {
  switch (body.type) {
    case 'act-refused':
      return { type: body.type, act: 'various', code: 'too-many' };
    case 'connection-refused':
      return { type: body.type, to: body.to, code: 'too-many' };
    default:
      return { type: body.type, code: 'too-many' };
  }
}

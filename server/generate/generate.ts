/** Puts invented past visits into a demo's database: some dozens are lived through, and stamped as often as they are wanted. */
import { createHash } from 'node:crypto';
import type { ClinicalProtocol } from '#core/clinical-protocol.ts';
import { publishedProtocols } from '#core/protocols/published.ts';
import type { Duration, Instant } from '#core/reading.ts';
import type { SiteState } from '#core/site-state.ts';
import { uniform } from '../emulator/noise.ts';
import { writeOffline } from '../exchange/offline-journal.ts';
import type { OfflineJournal } from '../exchange/offline-journal.ts';
import { findStream } from '../journal/read-rows.ts';
import type { Row } from '../journal/rows.ts';
import { Store } from '../journal/store.ts';
import { done, notDone } from '../keeping/outcome.ts';
import type { Outcome } from '../keeping/outcome.ts';
import { drawCourse } from './draw-course.ts';
import { daysFor, drawPerson, drawVisits } from './draw-people.ts';
import type { DrawnVisit } from './draw-people.ts';
import { liveCourse } from './live-course.ts';
import { stamp, templateOf } from './stamp-course.ts';
import type { Template } from './stamp-course.ts';

const DAY_MS = 86_400_000;
export const MOST_VISITS = 100_000;
/** Visits a transaction: some 100,000 rows. */
const VISITS_A_COMMIT = 50;

export interface GenerateOptions {
  readonly database: string;
  readonly visits: number;
  readonly seed: number;
  /** Midnight in UTC of the first day; default: so that the last visit is a few days ago. */
  readonly from?: Instant;
  /** The wall clock. */
  readonly at: Instant;
  /** Lived through of each protocol. */
  readonly courses: number;
  /** Between two readings of an oximeter. */
  readonly everyMs: Duration;
  /** How many are lived through, then how many are written. */
  readonly onProgress?: (what: 'lived' | 'written', count: number) => void;
}

export interface Generated {
  readonly visits: number;
  readonly people: number;
  readonly rows: number;
  readonly from: Instant;
  readonly to: Instant;
}

export const firstDay = (at: Instant, visits: number, chairs: number): Instant =>
  Math.floor(at / DAY_MS - daysFor(visits, chairs) - 3) * DAY_MS;

export function generate(options: GenerateOptions): Outcome<Generated> {
  const { database, at, visits } = options;
  if (!Number.isInteger(visits) || visits < 1 || visits > MOST_VISITS)
    return notDone(`Give a whole number of visits from 1 to ${MOST_VISITS}.`);
  return writeOffline(database, at, (journal) => {
    if (!journal.demo)
      return notDone(`${database} is a clinic's own database: invented visits are put into a demo's alone.`);
    if (journal.site.chairs.length === 0) return notDone(`${database} has no chair yet.`);
    return put(journal, options);
  });
}

function put(journal: OfflineJournal, options: GenerateOptions): Outcome<Generated> {
  const { visits, seed, at, onProgress = () => undefined } = options;
  const chairs = journal.site.chairs.length;
  const from = options.from ?? firstDay(at, visits, chairs);
  const drawn = drawVisits(seed, { visits, chairs, from });
  const [first, last] = [drawn[0], drawn.at(-1)];
  if (!first || !last) return notDone('There is nothing to put in.');
  if (last.openedAt + 2 * DAY_MS > at)
    return notDone(`${visits} visits from that day on reach into the future: give an earlier --from.`);
  if (findStream(journal.db, { kind: 'visit', id: visitIdOf(seed, first) }))
    return notDone(`The visits of seed ${seed} are there already: give another --seed.`);

  const [infusion, nasal] = publishedProtocols;
  const templates = { infusion: livedOf(infusion, options), nasal: livedOf(nasal, options) };
  const given = new Map<string, { oximeter: number; cuff: number }>();
  const known = new Set<number>();
  let rows = 0;
  for (let start = 0; start < drawn.length; start += VISITS_A_COMMIT) {
    const batch: Row[] = [];
    for (const visit of drawn.slice(start, start + VISITS_A_COMMIT)) {
      const person = drawPerson(seed, visit.person);
      const patientId = idOf(seed, 'patient', visit.person);
      if (!known.has(visit.person)) {
        known.add(visit.person);
        const { name, birthDate, recordNumber } = person;
        batch.push({ table: 'patients', patient: { patientId, name, birthDate, recordNumber } });
      }
      const template = templateFor(person.isNasal ? templates.nasal : templates.infusion, seed, visit);
      const chair = journal.site.chairs[visit.chair] ?? { chairId: '', name: '' };
      const before = given.get(chair.chairId) ?? { oximeter: 0, cuff: 0 };
      batch.push(
        ...stamp(template, {
          openedAt: visit.openedAt,
          names: { ...namesFor(seed, visit, journal.site), patient: patientId },
          before,
          weightKg: person.weightKg,
          shift: person.shift,
        }),
      );
      given.set(chair.chairId, {
        oximeter: before.oximeter + template.readings.oximeter,
        cuff: before.cuff + template.readings.cuff,
      });
    }
    // A store remembers where each stream stands; of these nobody asks again.
    new Store(journal.db, journal.siteId).commit(batch);
    rows += batch.length;
    onProgress('written', Math.min(start + VISITS_A_COMMIT, drawn.length));
  }
  journal.db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  return done({ visits: drawn.length, people: known.size, rows, from: first.openedAt, to: last.openedAt });
}

function livedOf(protocol: ClinicalProtocol, { seed, courses, everyMs, onProgress }: GenerateOptions): Template[] {
  return Array.from({ length: courses }, (_, index) => {
    const template = templateOf(liveCourse(drawCourse(seed * 1_000 + index, protocol), everyMs));
    onProgress?.('lived', index + 1);
    return template;
  });
}

/** One person's visits are alike: of three courses that are theirs. */
function templateFor(templates: readonly Template[], seed: number, { person, visit }: DrawnVisit): Template {
  const own = Math.floor(uniform(seed, 'own-course', person) * templates.length);
  const turn = Math.floor(uniform(seed, `turn-${visit}`, person) * 3);
  const template = templates[(own + turn) % templates.length];
  if (!template) throw new Error('No course was lived through.');
  return template;
}

const NURSES = ['Kim Marsh', 'Maya Osei', 'Jonas Brunner'];
const PROVIDERS = ['Dr Elin Lindqvist', 'Dr Paul Adeyemi'];

function namesFor(seed: number, visit: DrawnVisit, site: SiteState): Readonly<Record<string, string>> {
  const { chairId } = site.chairs[visit.chair] ?? { chairId: '' };
  const pick = (names: readonly string[], key: string): readonly [id: string, name: string] => {
    const index = Math.floor(uniform(seed, `${key}-${visit.visit}`, visit.person) * names.length);
    return [`generated-${key}-${index + 1}`, names[index] ?? ''];
  };
  const [nurseId, nurse] = pick(NURSES, 'nurse');
  const [providerId, provider] = pick(PROVIDERS, 'provider');
  const device = (kind: 'oximeter' | 'cuff'): string =>
    site.devices.find((each) => each.chairId === chairId && each.kind === kind)?.deviceId ??
    `generated-${kind}-${visit.chair + 1}`;
  return {
    ...{
      visit: visitIdOf(seed, visit),
      chair: chairId,
      nurse,
      'nurse-id': nurseId,
      provider,
      'provider-id': providerId,
    },
    ...{ oximeter: device('oximeter'), cuff: device('cuff'), adapter: `generated-adapter-${visit.chair + 1}` },
    ...{ epoch: `generated-${seed}`, screen: `generated-screen-${visit.chair + 1}`, lot: `G-${visit.visit + 1}` },
    ride: drawPerson(seed + 1, visit.person).name,
  };
}

const visitIdOf = (seed: number, { person, visit }: DrawnVisit): string => idOf(seed, `visit-${visit}`, person);

/** The same for the same seed: a UUID of version 8 (RFC 9562), made of a hash. */
function idOf(seed: number, what: string, index: number): string {
  const hex = createHash('sha256').update(`vigil-generated/${seed}/${what}/${index}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Invented patients and the days they come: about six visits each within three weeks, some of them for maintenance after that. Pure. */
import type { Instant } from '#core/reading.ts';
import { uniform } from '../emulator/noise.ts';

export interface DrawnPerson {
  readonly index: number;
  readonly name: string;
  readonly birthDate: string;
  readonly recordNumber: string;
  readonly weightKg: number;
  readonly isNasal: boolean;
  readonly shift: { readonly pulseBpm: number; readonly mmHg: number };
}

export interface DrawnVisit {
  readonly person: number;
  /** Of this person's, from 0. */
  readonly visit: number;
  /** Place in the clinic, from 0. */
  readonly chair: number;
  readonly openedAt: Instant;
}

const FIRST =
  'Ada Amir Anna Bela Bruno Carla Chen Clara Dana David Dora Elif Emil Eva Farah Felix Greta Hana Hugo Ida Ines Ivan Jana Joel Kai Karin Lea Leon Lina Luca Mara Mateo Mina Nadia Noah Olga Oscar Paula Petra Rafael Rosa Samir Sara Simon Tara Theo Vera Victor Yara Zoe'.split(
    ' ',
  );
const LAST =
  'Abara Almeida Andersson Bauer Becker Bianchi Costa Dalton Demir Duarte Eriksen Fischer Fontana Garcia Hansen Hart Ivanov Jensen Keller Kovacs Kumar Laurent Lehmann Lindqvist Marlow Meier Moreau Nair Novak Okafor Olsen Osei Papadakis Petrov Quinn Reyes Ricci Rossi Sato Schmid Silva Sorensen Suzuki Tanaka Vogel Weber Wolf Yilmaz Zeller Ziegler'.split(
    ' ',
  );

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Of the day in UTC: three visits a chair. */
const SLOTS_MS = [8 * HOUR_MS, 11 * HOUR_MS, 14 * HOUR_MS];
/** Days after the first: twice a week for three weeks, then now and then. */
const COMES_ON = [0, 3, 7, 10, 14, 17, 31, 52, 80, 108];
/** Of the slots there are; the rest of them stays empty. */
const FILLED = 0.7;

export function drawPerson(seed: number, index: number): DrawnPerson {
  const draw = (key: string): number => uniform(seed, `person-${key}`, index);
  const pick = (from: readonly string[], key: string): string => from[Math.floor(draw(key) * from.length)] ?? '';
  const born = Date.UTC(1948, 0, 1) + Math.floor(draw('born') * 56 * 365) * DAY_MS;
  return {
    index,
    name: `${pick(FIRST, 'first')} ${pick(LAST, 'last')}`,
    birthDate: new Date(born).toISOString().slice(0, 10),
    recordNumber: `G-${seed}-${String(index + 1).padStart(5, '0')}`,
    weightKg: Math.round(50 + 60 * draw('weight') * (0.6 + 0.4 * draw('weight-2'))),
    isNasal: draw('nasal') < 0.2,
    shift: { pulseBpm: Math.round(6 * draw('pulse')) - 3, mmHg: Math.round(6 * draw('bp')) - 3 },
  };
}

/** How many days it takes to see so many patients. */
export const daysFor = (visits: number, chairs: number): number =>
  Math.ceil(((visits / (chairs * SLOTS_MS.length * FILLED)) * 7) / 5) + 120;

/** In the order they were opened. @param from midnight in UTC of the first day */
export function drawVisits(
  seed: number,
  { visits, chairs, from }: { readonly visits: number; readonly chairs: number; readonly from: Instant },
): readonly DrawnVisit[] {
  const firstDays = Math.max(1, daysFor(visits, chairs) - 110);
  const taken = new Map<number, number>();
  const drawn: DrawnVisit[] = [];
  for (let person = 0; drawn.length < visits; person += 1) {
    // Mostly six; one in eight stops early, one in five goes on.
    const how = uniform(seed, 'series', person);
    const times = how < 0.12 ? 1 + Math.floor(how * 40) : how < 0.8 ? 6 : 7 + Math.floor((how - 0.8) * 20);
    const firstDay = Math.floor(uniform(seed, 'first-day', person) * firstDays);
    for (let visit = 0; visit < times && drawn.length < visits; visit += 1) {
      let day = firstDay + (COMES_ON[visit] ?? 0);
      const isFull = (): boolean => (taken.get(day) ?? 0) >= chairs * SLOTS_MS.length;
      while (isWeekend(from + day * DAY_MS) || isFull()) day += 1;
      const slot = taken.get(day) ?? 0;
      taken.set(day, slot + 1);
      const startsMs = SLOTS_MS[Math.floor(slot / chairs) % SLOTS_MS.length] ?? 0;
      const lateMs = Math.floor(uniform(seed, 'late', drawn.length) * 1_200_000);
      drawn.push({ person, visit, chair: slot % chairs, openedAt: from + day * DAY_MS + startsMs + lateMs });
    }
  }
  return drawn.toSorted((a, b) => a.openedAt - b.openedAt);
}

const isWeekend = (at: Instant): boolean => [0, 6].includes(new Date(at).getUTCDay());

/** Who is at a screen of fixtures: what is asked of it is answered as the test or the gallery says. */
import type { PersonHere } from '#protocol/access.ts';
import type { SignedIn } from '#protocol/screen-events.ts';
import type { Desk, Refused } from '../access/desk.ts';

export const NURSE: PersonHere = { staffId: 's1', name: 'K. Marsh', role: 'nurse' };

export const PEOPLE: readonly PersonHere[] = [
  NURSE,
  { staffId: 's2', name: 'N. Okafor', role: 'nurse' },
  { staffId: 's3', name: 'Dr E. Lindqvist', role: 'provider' },
];

type Asked = readonly [what: string, given: unknown];

export class FixtureDesk implements Desk {
  staff = $state.raw<SignedIn | null>(null);
  locked = $state(false);
  isAsked = $state(false);
  people = $state.raw<readonly PersonHere[] | null>(PEOPLE);
  takesPins = $state(true);
  /** What the next requests are answered with; empty: done. */
  answers: (Refused | null)[] = [];
  readonly asked: Asked[] = [];

  constructor(is: Partial<Pick<Desk, 'staff' | 'locked' | 'isAsked' | 'people' | 'takesPins'>> = {}) {
    Object.assign(this, is);
  }

  #answer(what: string, given: unknown): Promise<Refused | null> {
    this.asked.push([what, given]);
    return Promise.resolve(this.answers.shift() ?? null);
  }

  askPeople = (): Promise<null> => Promise.resolve(null);
  signIn: Desk['signIn'] = (given) => this.#answer('sign-in', given);
  unlock: Desk['unlock'] = (given) => this.#answer('unlock', given);
  lock: Desk['lock'] = () => this.#answer('lock', null);
  leave: Desk['leave'] = (stays) => this.#answer('leave', stays);
  claim: Desk['claim'] = (given) => this.#answer('claim', given);
  change: Desk['change'] = (given) => this.#answer('change', given);
  giveUp = (): void => {
    if (!this.isAsked) return;
    this.isAsked = false;
    this.asked.push(['give-up', null]);
  };
  attend = () => (): void => undefined;
}

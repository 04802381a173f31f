import { birthDate } from '../components/format.ts';

/** @param births of the others, as days: at least one */
export const sameNumberText = (births: readonly string[]): string =>
  `Another patient has this record number: born ${births.map((each) => birthDate(each)).join(', ')}.`;

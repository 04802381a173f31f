/** Two patients of one day who are called alike are mistaken for each other. */

/** The last word of a name, or what stands before a comma; without case and accents. */
export function surnameOf(name: string): string {
  const [before = '', after] = name.split(',');
  const surname = after === undefined ? (before.trim().split(/\s+/).at(-1) ?? '') : before;
  return surname.trim().normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

/** Those of the patients that share a surname with another patient among them; who is there twice (`person`) is not alike to themselves. */
export function sharingSurname<Key>(
  patients: Iterable<readonly [key: Key, name: string, person?: string]>,
): ReadonlySet<Key> {
  const bySurname = Map.groupBy(patients, ([, name]) => surnameOf(name));
  const shared = [...bySurname].flatMap(([surname, some]) => {
    const persons = new Set<unknown>(some.map(([key, , person]) => person ?? key));
    return surname !== '' && persons.size > 1 ? some : [];
  });
  return new Set(shared.map(([key]) => key));
}

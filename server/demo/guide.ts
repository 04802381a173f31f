/** What the demo tells the person at the terminal. */
import { demoChairs } from './demo-chairs.ts';
import { demoPeople } from './demo-people.ts';

export interface Guide {
  readonly url: string;
  /** In the order of `demoChairs`. */
  readonly chairIds: readonly string[];
  readonly speed: number;
  /** False when an earlier demo goes on, whose times are another's. */
  readonly fresh: boolean;
  readonly folder: string;
}

export function guide({ url, chairIds, speed, fresh, folder }: Guide): readonly string[] {
  const width = Math.max(...demoChairs.map(({ name }) => name.length));
  const rows = demoChairs.map(({ name, look }, place) => {
    const row = `  ${name.padEnd(width)}  ${url}/chair/${chairIds[place] ?? ''}`;
    return fresh ? `${row}\n  ${' '.repeat(width)}  ${look}` : row;
  });
  const widest = Math.max(...demoPeople.map(({ name }) => name.length));
  const other = url.replace('//localhost', '//127.0.0.1');
  const pace = speed === 1 ? '' : `; the demo's clock runs ${speed} times faster`;
  return [
    '',
    'Vigil demo: invented patients on emulated devices. Not for real visits.',
    '',
    `  Begin here   ${url}/`,
    `  The station  ${url}/station`,
    `  On a phone   ${url}/phone/${chairIds[0] ?? ''}   (any chair: /phone/ in place of /chair/)`,
    '',
    'Sign in with the PIN of whoever you are; no screen needs to be enrolled here:',
    ...demoPeople.map(
      ({ name, role, pin, password }) =>
        `  ${name.padEnd(widest)}  ${role.padEnd('administrator'.length)}  ${pin}${password === undefined ? '' : `   password: ${password}`}`,
    ),
    `To be two people at once, open the other page at ${other} instead: a browser signs in once for each address.`,
    '',
    'A page sounds once you tap “Turn the sound on” there. The demo’s chairs have no tablets: one without a page is silent.',
    '',
    fresh
      ? `The chairs, and what there is to see (minutes:seconds from now${pace}):`
      : `The chairs, going on where they were${pace}:`,
    ...rows,
    '',
    `The database and the logs are in ${folder}. Ctrl-C stops everything.`,
    '',
  ];
}

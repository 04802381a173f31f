/** What the demo tells the person at the terminal. */
import { demoChairs } from './demo-chairs.ts';

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
  const pace = speed === 1 ? '' : `; the demo's clock runs ${speed} times faster`;
  return [
    '',
    'Vigil demo: invented patients on emulated devices. Not for real visits.',
    '',
    `  Begin here   ${url}/`,
    `  The station  ${url}/station`,
    `  On a phone   ${url}/phone/${chairIds[0] ?? ''}   (any chair: /phone/ in place of /chair/)`,
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

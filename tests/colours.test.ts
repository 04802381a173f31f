/** One place for colours, and alarm colours for alarms alone (docs/adr/0016). */
import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const TOKENS = 'src/lib/styles/tokens.css';
const tokens = readFileSync(TOKENS, 'utf8');
const files = globSync('src/**/*.{svelte,css,html,ts}').filter((file) => file !== TOKENS && !file.includes('.test.'));

/** Pages that must stand when no stylesheet can be had: they repeat values of tokens.css, and no others. */
const ALONE = ['src/app.html', 'src/error.html', 'src/lib/unreached/unreached-page.ts'];

/** In a declaration or an attribute: `#core/…` is an import, `#fed()` a private member. */
const LITERAL =
  /(?:[:\s"'(,])(#(?:[0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4}))(?=[;\s"'),}])|\b((?:rgba?|hsla?|oklch|oklab|lab|lch|hwb)\()/gi;
const literals = (text: string): readonly string[] =>
  [...text.matchAll(LITERAL)].map(([, hex, call]) => (hex ?? call ?? '').toLowerCase());
/** Of a component the style and the attributes: its script has private members and imports. */
const drawn = (file: string): string => {
  const text = readFileSync(file, 'utf8');
  return file.endsWith('.svelte') ? text.replaceAll(/<script[\s\S]*?<\/script>/g, '') : text;
};

test('UI-275 no colour is written outside tokens.css, but where no stylesheet can be had; there it is one of its colours', () => {
  const found = files.map((file) => [file, literals(drawn(file))] as const).filter(([, colours]) => colours.length > 0);
  expect(found.map(([file]) => file).toSorted()).toEqual(ALONE.toSorted());
  for (const [file, colours] of found)
    expect([file, colours.filter((colour) => !tokens.includes(colour))]).toEqual([file, []]);
});

/** What says an alert, or that nobody watches: a component is added here by somebody who thought about it. */
const ALARMS = [
  'src/lib/beside/OtherChairs',
  'src/lib/chair-page/AlertStrip',
  'src/lib/chair-page/AloneBanner',
  'src/lib/chair-page/ChairScreen',
  'src/lib/chair-page/NextBp',
  'src/lib/chair-page/NibpCell',
  'src/lib/chair-page/StripFrame',
  'src/lib/chair-page/TopBar',
  'src/lib/chart/',
  'src/lib/components/PriorityMark',
  'src/lib/components/ValueCell',
  'src/lib/entry/PlaceRow',
  'src/lib/gallery/Foundation',
  'src/lib/group/ClinicSection',
  'src/lib/history/VisitRow',
  'src/lib/my-chairs/MyChair',
  'src/lib/out-of-order/OutOfOrder',
  'src/lib/phone/PhoneAlert',
  'src/lib/phone/PhoneBp',
  'src/lib/phone/PhoneMark',
  'src/lib/phone/PhoneScreen',
  'src/lib/phone/PhoneValue',
  'src/lib/phone/PhoneVisit',
  'src/lib/protocols/MissedCount',
  'src/lib/sound/Unheard',
  'src/lib/station/Lost',
  'src/lib/station/NeedItem',
  'src/lib/station/PaneValues',
  'src/lib/station/Tile',
  'src/lib/unreached/',
];

test('UI-30 red, yellow and cyan are used by what says an alert alone', () => {
  const users = files.filter((file) => /--(on-)?(red|yellow|cyan)\b/.test(readFileSync(file, 'utf8')));
  expect(users.filter((file) => !ALARMS.some((alarm) => file.startsWith(alarm)))).toEqual([]);
});

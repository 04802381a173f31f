/** What the visual tests look at: every group of the component page, and the main states of the screens. */

export interface Picture {
  /** Of its file in tests/visual. */
  readonly name: string;
  /** Of `/components`. */
  readonly query: string;
  readonly theme: 'dim' | 'day';
  readonly size: readonly [width: number, height: number];
  /** The one group that is drawn, as tall as it is; a whole screen otherwise. */
  readonly part?: string;
  /** Pressed before it is looked at: moves a past visit on. */
  readonly key?: string;
}

const TABLET = [1280, 800] as const;
const UPRIGHT = [800, 1280] as const;
const WALL = [1920, 1080] as const;
const PHONE = [390, 844] as const;

export const PARTS = [
  'colour',
  'type',
  'space-and-icons',
  'buttons',
  'keys-and-segments',
  'fields',
  'refusals-and-dialogs',
  'marks',
  'values',
  'blood-pressure',
  'strip',
  'sound-and-connection-bars',
  'head-of-a-chair-page',
  'lines-and-calls',
  'tiles',
  'tiles-narrow-opened-and-private',
  'tiles-dense',
  'needs-attention',
  'sound-of-a-station',
  'places',
  'past-visits',
  'settings',
  'phone',
] as const;
/** Where day has edges that dim has not. */
const PARTS_BY_DAY = ['colour', 'marks', 'values', 'needs-attention', 'tiles-dense'] as const;

const part = (name: string, theme: Picture['theme'] = 'dim'): Picture => ({
  name: `part-${name}${theme === 'day' ? '-day' : ''}`,
  query: `?part=${name}`,
  ...{ theme, part: name, size: TABLET },
});
const chair = (name: string, more: Partial<Picture> = {}): Picture => ({
  name: ['chair', name, more.size === UPRIGHT ? 'upright' : '', more.theme ?? '']
    .filter((word) => word !== '')
    .join('-'),
  query: `?show=${name}`,
  theme: 'dim',
  size: TABLET,
  ...more,
});
const screen = (kind: 'station' | 'page', name: string, more: Partial<Picture> = {}): Picture => ({
  name: [kind, name, more.theme ?? ''].filter((word) => word !== '').join('-'),
  query: `?${kind}=${name}`,
  theme: 'dim',
  size: kind === 'station' ? WALL : TABLET,
  ...more,
});

export const PICTURES: readonly Picture[] = [
  ...PARTS.map((name) => part(name)),
  ...PARTS_BY_DAY.map((name) => part(name, 'day')),
  ...['free', 'before', 'setup', 'baseline', 'ready', 'calm', 'high', 'several', 'stale', 'other-high', 'ordered'].map(
    (name) => chair(name),
  ),
  ...['lost', 'alone', 'emergency', 'recovery', 'discharge', 'ended'].map((name) => chair(name)),
  ...['calm', 'high', 'setup', 'recovery'].map((name) => chair(name, { size: UPRIGHT })),
  ...['calm', 'high'].map((name) => chair(name, { theme: 'day' })),
  ...['normal', 'several', 'opened', 'lost', '64', 'empty'].map((name) => screen('station', name)),
  screen('station', 'several', { theme: 'day' }),
  ...['calm', 'high'].map((name) => chair(name, { name: `phone-${name}`, query: `?show=${name}&phone`, size: PHONE })),
  ...['audit', 'entry', 'chairs', 'history', 'schedule', 'set-up', 'series', 'settings', 'transfer', 'unsigned'].map(
    (name) => screen('page', name),
  ),
  screen('page', 'past', { key: 'PageDown' }),
  screen('page', 'report', { theme: 'day' }),
  screen('page', 'rems'),
  screen('page', 'protocols'),
  screen('page', 'quality'),
  chair('locked', { query: '?show=calm&locked' }),
  ...['sign-in', 'out', 'people'].map((name) => screen('page', name)),
];

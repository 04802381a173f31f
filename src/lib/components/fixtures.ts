/** Chairs in every state, for the page of components, for looking and for tests. */
import type { Instant } from '#core/reading.ts';
import type { ChairView } from '#core/view.ts';
import type { OtherBanner } from '../beside/banner.ts';
import { aloneView, refusedLater, watchesAlone } from './fixture-alone.ts';
import type { AloneShown } from '../chair-page/alone-lines.ts';
import { afterInfusion, OFF_NOW, RECOVERY_NOW } from './fixture-after.ts';
import { inInfusion } from './fixture-alerts.ts';
import { beforeStart, free } from './fixture-before.ts';
import { at, calm, live, NOW, SECOND } from './fixture-calm.ts';
import { inCalling } from './fixture-calling.ts';
import { careFixtures } from './fixture-care.ts';
import { withCuffControl } from './fixture-cuff.ts';
import { withOrders } from './fixture-orders.ts';

export interface Fixture {
  readonly view: ChairView | null;
  readonly now: Instant;
  readonly connection: 'connecting' | 'live' | 'lost';
  readonly alone?: AloneShown;
  /** What presses at another chair. */
  readonly other?: OtherBanner;
  /** The hand-over card is open. */
  readonly handing?: true;
}

const AT: Readonly<Record<string, Instant>> = {
  before: at(-13),
  setup: at(-11),
  recovery: RECOVERY_NOW,
  'may-end': at(63),
  'off-monitor': OFF_NOW,
  'past-mark': at(74),
  discharge: at(74),
  waiting: at(74),
  ended: at(77),
};
const shown = (views: Readonly<Record<string, ChairView>>, otherwise: Instant): Record<string, Fixture> =>
  Object.fromEntries(
    Object.entries(views).map(([name, view]) => [name, { view, now: AT[name] ?? otherwise, connection: 'live' }]),
  );

const END = at(41, 20);

/** By name: `/components?show=high` draws that one as a whole page. */
export const fixtures: Readonly<Record<string, Fixture>> = {
  free: { view: free, now: at(-20), connection: 'live' },
  ...shown(beforeStart, at(-4)),
  ...shown(inInfusion, NOW),
  ...shown(withCuffControl, NOW),
  ...shown(inCalling, NOW),
  ...shown(withOrders, NOW),
  over: { view: { ...calm, spo2: live(97, 98, END), pulse: live(78, 72, END) }, now: END, connection: 'live' },
  lost: { view: inInfusion['medium'] ?? calm, now: NOW + 7 * SECOND, connection: 'lost' },
  alone: { view: aloneView(calm), now: NOW, connection: 'lost', alone: watchesAlone },
  'alone-high': { view: aloneView(inInfusion['high'] ?? calm), now: NOW, connection: 'lost', alone: watchesAlone },
  'alone-told': { view: calm, now: NOW, connection: 'live', alone: refusedLater },
  ...careFixtures,
  connecting: { view: null, now: 0, connection: 'connecting' },
  ...shown(afterInfusion, at(74)),
};

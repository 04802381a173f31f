/** A protocol that is being changed, and a what-if that was run, standing still. */
import type { ClinicalProtocol } from '#core/clinical-protocol.ts';
import { withChanges } from '#core/protocol-edit/edit-protocol.ts';
import { publishedProtocols } from '#core/protocols/published.ts';
import type { AlertLife, AlertSums } from '#core/what-if/visit-what-if.ts';
import type { ProtocolRead } from '#protocol/protocols.ts';
import type { WhatIfRun, WhatIfView, WhatIfVisit } from '#protocol/what-if.ts';
import { MINUTE, NOW } from '../components/fixture-calm.ts';
import { ProtocolEdit } from '../protocols/protocol-edit.svelte.ts';
import type { WhatIfShown } from '../protocols/what-if-look.svelte.ts';

const DAY = 86_400_000;
const [shipped] = publishedProtocols;
const inForce: ClinicalProtocol = {
  ...withChanges(shipped, { 'pulse-high medium.when[0]': 125, 'alarm.medium.toStationMs': 45_000 }),
  version: shipped.version + 1,
};

export const protocolRead: ProtocolRead = {
  protocol: inForce,
  before: shipped,
  versions: [
    {
      version: inForce.version,
      at: NOW - 9 * DAY,
      byName: 'A. Lind',
      reason: 'Twelve pulse alerts a week at 121 to 124, none acted upon',
      approvedBy: 'Dr E. Lindqvist',
    },
    { version: shipped.version, at: NOW - 80 * DAY },
  ],
  visits: [
    { chairId: 'c2', version: shipped.version },
    { chairId: 'c3', version: inForce.version },
  ],
};

const TYPED = { 'spo2-low medium.when[0]': '88', 'spo2-low medium.delayMs': '20' };

/** With two numbers changed, and one that cannot be so if asked for. */
export function protocolEdit(wrong: boolean): ProtocolEdit {
  const edit = new ProtocolEdit();
  edit.begin(inForce);
  for (const [path, text] of Object.entries(TYPED)) edit.type(path, text);
  if (wrong) edit.type('recovery.upperMarkMs', '15');
  return edit;
}

const life = (changes: Partial<AlertLife>): AlertLife => ({
  kind: 'spo2-low',
  priority: 'medium',
  text: 'SpO₂ 88 < 90',
  issuedAt: NOW - 3 * DAY,
  endedAt: NOW - 3 * DAY + 70_000,
  heardFrom: NOW - 3 * DAY,
  audibleMs: 22_000,
  ...changes,
});
const sums = (medium: number, audibleMs: number): AlertSums => ({
  alerts: { low: 31, medium, high: 6 },
  audibleMs,
  unansweredMs: audibleMs * 3,
});
const visit = (days: number, changes: Partial<WhatIfVisit>): WhatIfVisit => ({
  visitId: `past-${days}`,
  patientName: null,
  openedAt: NOW - days * DAY,
  lastedMs: 91 * MINUTE,
  protocol: { id: shipped.id, version: shipped.version, title: shipped.title },
  imported: false,
  before: sums(3, 66_000),
  after: sums(2, 44_000),
  gone: [],
  come: [],
  changed: [],
  same: 4,
  sameOf: {},
  missed: [],
  silenced: [],
  lowerOrLater: [],
  newlyHeard: 0,
  trueEvents: 1,
  actsWithout: [],
  unjudged: [],
  ...changes,
});

export const whatIfView = (state: WhatIfRun['state'], missed = 0): WhatIfView => ({
  run: {
    ...{ runId: 'run-1', state, byName: 'A. Lind', startedAt: NOW - 20_000 },
    protocol: protocolEdit(false).edited ?? inForce,
    filter: { protocolId: shipped.id, visits: 200 },
    total: 200,
    done: state === 'done' ? 200 : 84,
    fitting: 412,
    tookMs: 20_000,
    threads: 3,
    ...(state !== 'running' && { endedAt: NOW }),
  },
  sums: {
    ...{
      visits: state === 'done' ? 200 : 84,
      changedVisits: 37,
      before: sums(214, 4_400_000),
      after: sums(171, 3_150_000),
    },
    ...{
      gone: 46,
      come: 3,
      changed: 12,
      same: 402,
      trueEvents: 18,
      missed: missed + 1,
      newlyMissed: missed,
      lowerOrLater: missed,
      newlyHeard: 0,
    },
    byKind: [
      {
        kind: 'spo2-low',
        before: 96,
        after: 53,
        gone: 46,
        come: 3,
        changed: 12,
        newlyMissed: missed,
        lowerOrLater: missed,
      },
    ],
    actsWithout: 22,
  },
  visits: [
    visit(3, {
      gone: [life({})],
      missed: [
        {
          ...{ kind: 'spo2-low', priority: 'medium', from: NOW - 3 * DAY, until: NOW - 3 * DAY + 60_000, worst: 88 },
          ...{ heardBefore: missed > 0, heardAfter: false },
        },
      ],
    }),
    visit(5, {
      changed: [{ before: life({ text: 'SpO₂ 86 < 90' }), after: life({ text: 'SpO₂ 86 < 88' }), what: ['time'] }],
      lowerOrLater: Array.from({ length: missed }, (_, n) => ({
        ...{ kind: 'spo2-low', from: NOW - 5 * DAY + n * MINUTE, until: NOW - 5 * DAY + (n + 1) * MINUTE, worst: 84 },
        before: { priority: 'high', at: NOW - 5 * DAY + n * MINUTE, highAt: NOW - 5 * DAY + n * MINUTE },
        after: { priority: 'medium', at: NOW - 5 * DAY + n * MINUTE + 40_000 },
        what: ['lower', 'later'],
      })),
      patientName: null,
      visitId: null,
    }),
    visit(8, {}),
  ],
  next: 50,
  broken: [],
});

export const whatIfShown = (view: WhatIfView | null): WhatIfShown => ({
  ...{ view, order: 'most-changed', refused: null },
  start: async () => null,
  cancel: async () => null,
  more: async () => undefined,
  orderBy: () => undefined,
});

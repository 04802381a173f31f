/** Verbal orders: one that wants a signature, one that was co-signed in another's place, one that was disputed. */
import type { OrderView } from '#core/orders/order-view.ts';
import type { ChairView } from '#core/view.ts';
import type { UnsignedNamed } from '#protocol/screen-events.ts';
import { at, calm, NOW } from './fixture-calm.ts';

const PROVIDER = 'Dr E. Lindqvist';
const recorded = { orderedBy: PROVIDER, recordedBy: 'K. Marsh' };

export const openOrder: OrderView = {
  ...recorded,
  orderId: 'o1',
  orderedAt: at(16),
  recordedAt: at(18),
  command: { type: 'limits:change', limits: { 'spo2-low-medium': 86 }, reason: 'Lung disease, usual 88' },
  changes: [{ name: 'spo2-low-medium', from: 90, to: 86 }],
  wayBack: 'limits',
};
export const signedOrder: OrderView = {
  ...recorded,
  orderId: 'o2',
  orderedAt: at(-3),
  recordedAt: at(-3),
  command: { type: 'hold:approve', reason: 'Known hypertension, took his tablet' },
  bp: { systolicMmHg: 164, diastolicMmHg: 98 },
  cosigned: { byName: 'Dr N. Adeyemi', at: at(12) },
};
export const disputedOrder: OrderView = {
  ...recorded,
  orderId: 'o3',
  orderedAt: at(6),
  recordedAt: at(7),
  command: {
    type: 'baseline:correct',
    systolicMmHg: 132,
    diastolicMmHg: 80,
    spo2Pct: 97,
    pulseBpm: 72,
    reason: 'Taken while talking',
  },
  disputed: { byName: PROVIDER, at: at(20), reason: 'I asked for another BP first' },
};

const orders = [signedOrder, disputedOrder, openOrder];
export const withOrders: Readonly<Record<string, ChairView>> = {
  ordered: {
    ...calm,
    orders,
    limitsChanged: 1,
    limits: {
      ...calm.limits,
      spo2: [
        { priority: 'medium', text: '< 86', lines: [86], protocol: '< 90' },
        { priority: 'high', text: '≤ 85', lines: [85] },
      ],
    },
    limitChanges: [
      {
        at: at(18),
        byName: `${PROVIDER} (verbal order)`,
        reason: 'Lung disease, usual 88',
        changes: openOrder.changes ?? [],
        orderId: 'o1',
      },
    ],
  },
};

/** Of the whole clinic: one visit goes on, one is over. */
export const unsigned: readonly UnsignedNamed[] = [
  {
    visitId: 'past-2',
    chairId: 'c2',
    chairName: 'Chair 2',
    endedAt: NOW - 95 * 60_000,
    since: NOW - 140 * 60_000,
    orderedBy: ['Dr N. Adeyemi'],
    patient: { patientId: 'p2', name: 'Marta Ilves', birthDate: '1979-04-02' },
    orders: [
      {
        orderId: 'o4',
        orderedBy: 'Dr N. Adeyemi',
        recordedBy: 'R. Haas',
        orderedAt: NOW - 140 * 60_000,
        recordedAt: NOW - 140 * 60_000,
        command: { type: 'criterion:override', criterion: 'minimum-time', reason: 'Awake and steady since 10 min' },
      },
    ],
  },
  {
    visitId: calm.visitId ?? '',
    chairId: calm.chair.chairId,
    chairName: calm.chair.name,
    since: openOrder.recordedAt,
    orderedBy: [PROVIDER],
    patient: calm.patient,
    orders: [openOrder],
  },
];

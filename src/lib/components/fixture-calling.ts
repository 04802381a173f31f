/** A line to the chair, a call for a provider, an emergency with what was done in it. */
import type { Entry } from '#core/entry.ts';
import type { Message } from '#core/message.ts';
import type { ChairView } from '#core/view.ts';
import { inInfusion } from './fixture-alerts.ts';
import { at, calm, infusion, MINUTE, treatment } from './fixture-calm.ts';

const line: Message = {
  messageId: 'm1',
  text: 'Dr Lindqvist asks for a BP before the half hour, and a word about the headache',
  byName: 'M. Osei',
  from: 'station',
  at: at(22, 30),
};
const earlier: Message = {
  messageId: 'm0',
  text: 'Ride is here, waits outside',
  byName: 'M. Osei',
  from: 'station',
  at: at(12),
  read: { byName: 'K. Marsh', at: at(13) },
};
const answer: Message = {
  messageId: 'm2',
  text: 'Will do, cuff runs now',
  byName: 'K. Marsh',
  from: 'chair',
  at: at(23),
};
const called = { callId: 'call-1', byName: 'K. Marsh', at: at(22, 34) } as const;
const answered = {
  ...called,
  answered: { byName: 'Dr E. Lindqvist', at: at(23), place: 'phone' },
} as const;

const did = (id: string, minutes: number, seconds: number, entry: Entry): ChairView['entries'][number] => ({
  entryId: id,
  at: at(minutes, seconds),
  recordedAt: at(minutes, seconds),
  byName: 'K. Marsh',
  entry,
});

export const inCalling: Readonly<Record<string, ChairView>> = {
  message: { ...calm, messages: [earlier, line], unread: [line] },
  'message-answered': {
    ...calm,
    messages: [earlier, { ...line, read: { byName: 'K. Marsh', at: at(22, 50) } }, answer],
    unread: [answer],
  },
  'provider-called': { ...calm, calls: [called], providerCall: { ...called, paged: true } },
  'provider-coming': { ...calm, calls: [answered], providerCall: { ...answered, paged: true } },
  'called-and-high': {
    ...(inInfusion['high'] ?? calm),
    calls: [called],
    providerCall: { ...called, paged: false },
    messages: [line],
    unread: [line],
  },
  'emergency-timeline': {
    ...(inInfusion['high'] ?? calm),
    emergencySince: at(19),
    emergencies: [{ from: at(19) }],
    phase: { ...infusion, paused: { since: at(19, 12), remindAt: at(29, 12) } },
    treatment: {
      ...treatment,
      pauses: [{ from: at(19, 12) }],
      estimate: { pumpedMsAt: at(19, 12), pumpedMs: 19.2 * MINUTE, running: false, plannedMs: 40 * MINUTE },
    },
    calls: [{ ...called, at: at(19, 20), answered: { ...answered.answered, at: at(20, 2) } }],
    providerCall: { ...answered, at: at(19, 20), answered: { ...answered.answered, at: at(20, 2) }, paged: true },
    entries: [
      did('e1', 19, 8, { kind: 'emergency', step: 'airway' }),
      did('e2', 19, 25, { kind: 'oxygen', flowLPerMin: 15 }),
      did('e3', 19, 50, { kind: 'emergency', step: 'bag-mask' }),
      did('e4', 20, 30, { kind: 'emergency', step: 'ambulance-called' }),
      did('e5', 21, 40, { kind: 'emergency', step: 'drug', text: 'as ordered by Dr E. Lindqvist, IV' }),
      did('e6', 22, 45, { kind: 'emergency', step: 'cpr' }),
    ],
  },
};

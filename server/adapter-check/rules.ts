/** What an adapter is judged by: each rule with where it is written. */
import {
  announce,
  batch,
  clockAnswer,
  clockEven,
  cuff,
  handshake,
  key,
  link,
  messages,
  transport,
} from './judge-connection.ts';
import { epoch, identity, restart, seq } from './judge-identity.ts';
import { form, noValue, probeOff, quality, rate, stamp } from './judge-readings.ts';
import { gentle, returns, stop } from './judge-return.ts';
import { again, final, live, newestFirst } from './judge-sending.ts';
import type { ScenarioName } from './scenarios.ts';
import type { Judge } from './verdict.ts';

export interface Rule {
  readonly name: string;
  readonly says: string;
  /** A heading of docs/adapter-protocol.md. */
  readonly section: string;
  /** Of docs/SPEC.md. */
  readonly spec: string;
  /** Judged only when this was played; always when absent. */
  readonly scenario?: ScenarioName;
  /** What brings it about when it was not seen. */
  readonly toSee?: string;
  readonly judge: Judge;
}

export const RULES: readonly Rule[] = [
  {
    name: 'transport',
    says: 'WebSocket, path /live, namespace /adapters',
    section: 'Transport',
    spec: 'SEC-21',
    judge: transport,
  },
  {
    name: 'handshake',
    says: 'says protocol, adapterId and software',
    section: 'Handshake',
    spec: 'WS-4',
    judge: handshake,
  },
  {
    name: 'key',
    says: 'gives its key, and prints it nowhere',
    section: 'The key',
    spec: 'WS-195',
    judge: key,
  },
  {
    name: 'announce',
    says: 'announces its devices before anything else',
    section: 'Events you send',
    spec: 'WS-71',
    judge: announce,
  },
  {
    name: 'messages',
    says: 'sends messages that exist, in their form',
    section: 'Events you send',
    spec: 'WS-2',
    judge: messages,
  },
  {
    name: 'clock-answer',
    says: 'answers clock:probe with a whole number',
    section: 'Your clock',
    spec: 'WS-33',
    judge: clockAnswer,
  },
  { name: 'clock-even', says: 'has a clock that runs evenly', section: 'Your clock', spec: 'WS-33', judge: clockEven },
  {
    name: 'link',
    says: 'says device:link of its own devices',
    section: 'Events you send',
    spec: 'DV-56',
    toSee: 'send device:link after each announcement',
    judge: link,
  },
  { name: 'batch', says: 'sends batches of at most 500', section: 'Events you send', spec: 'DV-43', judge: batch },
  { name: 'reading', says: 'sends readings of the right form', section: 'A reading', spec: 'DV-41', judge: form },
  { name: 'no-value', says: 'leaves out a value that is missing', section: 'A reading', spec: 'DV-41', judge: noValue },
  { name: 'quality', says: 'has a quality that fits the values', section: 'A reading', spec: 'DV-41', judge: quality },
  {
    name: 'probe-off',
    says: 'sends no number while there is no signal',
    section: 'A reading',
    spec: 'DV-5',
    toSee: 'take the probe off the finger while the check runs',
    judge: probeOff,
  },
  {
    name: 'rate',
    says: 'sends one oximetry reading a second',
    section: 'A reading',
    spec: 'DV-20',
    toSee: 'let an oximeter run for five seconds',
    judge: rate,
  },
  {
    name: 'stamp',
    says: 'stamps readings with the clock it answers probes by',
    section: 'A reading',
    spec: 'WS-34',
    judge: stamp,
  },
  {
    name: 'seq',
    says: 'counts seq 1, 2, 3 … without a hole',
    section: 'Identity: stored exactly once',
    spec: 'DV-50',
    judge: seq,
  },
  {
    name: 'identity',
    says: 'gives each measurement one identity for ever',
    section: 'Identity: stored exactly once',
    spec: 'WS-31',
    judge: identity,
  },
  {
    name: 'live',
    says: 'sends what is live at once, answered or not',
    section: 'Sending',
    spec: 'DV-51',
    toSee: 'let an oximeter run',
    judge: live,
  },
  {
    name: 'stored',
    says: 'forgets what was stored',
    section: 'What to do when',
    spec: 'DV-52',
    judge: final('stored'),
  },
  {
    name: 'silence',
    says: 'sends again what was not answered',
    section: 'What to do when',
    spec: 'DV-52',
    scenario: 'silence',
    judge: again('silence'),
  },
  {
    name: 'duplicate',
    says: 'forgets what was a duplicate',
    section: 'What to do when',
    spec: 'DV-52',
    scenario: 'answers',
    judge: final('duplicate'),
  },
  {
    name: 'refused',
    says: 'forgets what was refused',
    section: 'What to do when',
    spec: 'DV-52',
    scenario: 'answers',
    judge: final('refused'),
  },
  {
    name: 'refused-batch',
    says: 'forgets a batch refused as a whole',
    section: 'What to do when',
    spec: 'DV-52',
    scenario: 'answers',
    judge: final('malformed'),
  },
  {
    name: 'unavailable',
    says: 'sends a batch again that could not be taken',
    section: 'What to do when',
    spec: 'DV-52',
    scenario: 'unavailable',
    judge: again('unavailable'),
  },
  {
    name: 'cuff',
    says: 'refuses to start a cuff that it does not have',
    section: 'Starting a cuff',
    spec: 'DV-221',
    scenario: 'cuff',
    toSee: 'only an adapter that can start cuffs knows cuff:start',
    judge: cuff,
  },
  {
    name: 'reconnect',
    says: 'comes back after a lost connection',
    section: 'What to do when',
    spec: 'DV-54',
    scenario: 'disconnect',
    judge: returns('away'),
  },
  {
    name: 'resend',
    says: 'then sends again what was not answered',
    section: 'What to do when',
    spec: 'DV-54',
    scenario: 'disconnect',
    judge: again('disconnect'),
  },
  {
    name: 'newest-first',
    says: 'then sends the newest of each device first',
    section: 'Sending',
    spec: 'DV-51',
    scenario: 'disconnect',
    judge: newestFirst,
  },
  {
    name: 'epoch',
    says: 'keeps its epoch through a reconnect',
    section: 'Identity: stored exactly once',
    spec: 'DV-50',
    scenario: 'disconnect',
    judge: epoch,
  },
  {
    name: 'other-build',
    says: 'comes back after the server said no',
    section: 'What to do when',
    spec: 'WS-4',
    scenario: 'other-build',
    judge: returns('other-build'),
  },
  {
    name: 'gentle',
    says: 'waits between attempts to connect',
    section: 'What to do when',
    spec: 'WS-4',
    judge: gentle,
    toSee: 'run disconnect or other-build',
  },
  {
    name: 'stopping',
    says: 'keeps what is unanswered when the server stops',
    section: 'Events the server sends',
    spec: 'WS-44',
    scenario: 'stopping',
    judge: again('stopping'),
  },
  {
    name: 'restart',
    says: 'never uses an identity again after a restart',
    section: 'Identity: stored exactly once',
    spec: 'DV-50',
    scenario: 'restart',
    judge: restart,
  },
  {
    name: 'stop',
    says: 'ends when it is told to',
    section: 'What to do when',
    spec: 'DV-57',
    scenario: 'stop',
    judge: stop,
  },
];

import { nameOf } from '../actor.ts';
import { implausible } from '../blood-pressure.ts';
import type { CommandOf } from '../command.ts';
import type { DecideContext } from '../decide-context.ts';
import type { Entry } from '../entry.ts';
import { SCALE_ITEMS, SCALE_RANGE } from '../entry.ts';
import type { VisitEventBody } from '../event.ts';
import { emergencyCall } from '../provider-call.ts';
import type { Result } from '../refusal.ts';
import { accept, refuse } from '../refusal.ts';
import type { VisitState } from '../visit-state.ts';
import { calledByEmergency } from './decide-call.ts';
import { happenedAt, sinceOpened } from './happened-at.ts';
import { said } from './said.ts';

/** The most a nasal cannula or mask gives, L/min. */
const MOST_OXYGEN = 15;

type EntryCommand = CommandOf<'emergency:declare' | 'emergency:end' | 'entry:record' | 'bp:enter'>;

export function decideEntries(state: VisitState, command: EntryCommand, ctx: DecideContext): Result<VisitEventBody[]> {
  switch (command.type) {
    case 'emergency:declare':
      return state.emergencySince === undefined
        ? accept([{ type: 'emergency-declared' }, calledByEmergency(ctx)])
        : refuse('conflict', 'An emergency is declared already: everybody sees it.');
    case 'emergency:end': {
      if (state.emergencySince === undefined) return refuse('conflict', 'No emergency is declared: nothing to end.');
      const byName = nameOf(ctx.actor);
      const call = emergencyCall(state);
      return accept([
        { type: 'emergency-ended', byName },
        ...(call ? [{ type: 'provider-call-withdrawn', callId: call.callId, byName } as const] : []),
      ]);
    }
    case 'entry:record':
      return recordEntry(state, command, ctx);
    case 'bp:enter':
      return enterBp(state, command, ctx);
    default:
      return command satisfies never;
  }
}

function recordEntry(
  state: VisitState,
  { entry: given, minutesAgo }: CommandOf<'entry:record'>,
  { now, tappedAt = now, actor, newId }: DecideContext,
): Result<VisitEventBody[]> {
  const entry = checkEntry(given);
  if (!entry.ok) return entry;
  const at = happenedAt(tappedAt, minutesAgo, sinceOpened(state));
  if (!at.ok) return at;
  return accept([
    {
      type: 'entry-recorded',
      entryId: newId(),
      happenedAt: at.value,
      byName: nameOf(actor),
      entry: entry.value,
    },
  ]);
}

function checkEntry(entry: Entry): Result<Entry> {
  switch (entry.kind) {
    case 'scale': {
      const [min, max] = SCALE_RANGE[entry.scale];
      if (Number.isInteger(entry.score) && entry.score >= min && entry.score <= max) return checkItems(entry);
      return refuse(
        'out-of-range',
        `${entry.score} is not on the ${entry.scale} scale: enter a whole ${min} to ${max}.`,
      );
    }
    case 'vitals':
      return checkVitals(entry);
    case 'oxygen':
      if (entry.flowLPerMin >= 0 && entry.flowLPerMin <= MOST_OXYGEN) return accept(entry);
      return refuse('out-of-range', `${entry.flowLPerMin} L/min is not between 0 (room air) and ${MOST_OXYGEN}.`);
    case 'note': {
      const text = said(entry.text, 'The text of the note');
      return text.ok ? accept({ kind: 'note', text: text.value }) : text;
    }
    case 'emergency': {
      const { kind, step } = entry;
      if (step !== 'drug' && step !== 'other') return accept(entry);
      const text = said(entry.text, step === 'drug' ? 'What was given' : 'What was done');
      return text.ok ? accept({ kind, step, text: text.value }) : text;
    }
    case 'side-effect':
    case 'intervention':
    case 'response':
    case 'bp-started':
      return accept(entry);
    default:
      return entry satisfies never;
  }
}

type EntryOf<Kind extends Entry['kind']> = Extract<Entry, { readonly kind: Kind }>;

function checkItems(entry: EntryOf<'scale'>): Result<Entry> {
  if (entry.items === undefined) return accept(entry);
  const form = SCALE_ITEMS[entry.scale];
  const fits =
    form !== undefined &&
    entry.items.length === form.count &&
    entry.items.every((item) => Number.isInteger(item) && item >= 0 && item <= form.most);
  const sum = entry.items.reduce((total, item) => total + item, 0);
  if (fits && sum === entry.score) return accept(entry);
  return refuse('out-of-range', `The items do not make ${entry.score} on the ${entry.scale} scale: score it again.`);
}

/** What no living patient has is a slip of the finger. */
const BY_HAND = [
  ['spo2Pct', 'An SpO₂', '%', 30, 100],
  ['pulseBpm', 'A pulse', '/min', 15, 300],
  ['respiratoryRatePerMin', 'A respiratory rate', '/min', 0, 80],
] as const;

function checkVitals(entry: EntryOf<'vitals'>): Result<Entry> {
  if (BY_HAND.every(([field]) => entry[field] === undefined))
    return refuse('malformed', 'Nothing was entered: fill in SpO₂, pulse or respiratory rate.');
  for (const [field, name, unit, min, max] of BY_HAND) {
    const value = entry[field];
    if (value !== undefined && !(Number.isInteger(value) && value >= min && value <= max))
      return refuse('out-of-range', `${name} of ${value} ${unit} is not a whole ${min} to ${max}: count again.`);
  }
  return accept(entry);
}

/** A BP somebody took by hand counts as one of the cuff's: it is judged and sets the next one's time. */
function enterBp(
  state: VisitState,
  { systolicMmHg, diastolicMmHg, minutesAgo }: CommandOf<'bp:enter'>,
  { now, tappedAt = now, actor }: DecideContext,
): Result<VisitEventBody[]> {
  const wrong = implausible({ systolicMmHg, diastolicMmHg });
  if (wrong !== undefined) return refuse('out-of-range', wrong);
  const at = happenedAt(tappedAt, minutesAgo, sinceOpened(state));
  if (!at.ok) return at;
  return accept([
    {
      type: 'bp-entered',
      byName: nameOf(actor),
      reading: {
        kind: 'nibp',
        measuredAt: at.value,
        quality: 'good',
        causes: [],
        systolicMmHg,
        diastolicMmHg,
        byHand: true,
      },
    },
  ]);
}

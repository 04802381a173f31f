/** One well-formed command of each type, and who may give it: for tables over all of them. */
import type { Actor } from '#core/actor.ts';
import { AUTHORITY } from '#core/authority.ts';
import type { CommandOf, VisitCommand, VisitCommandType } from '#core/command.ts';
import { nurse, provider } from './visit-builder.ts';

export const EVERY_COMMAND: { readonly [Type in VisitCommandType]: CommandOf<Type> } = {
  'identity:confirm': { type: 'identity:confirm' },
  'setup:record': { type: 'setup:record', setUp: { lot: 'L-77' } },
  'baseline:freeze': { type: 'baseline:freeze' },
  'baseline:correct': {
    type: 'baseline:correct',
    systolicMmHg: 120,
    diastolicMmHg: 75,
    spo2Pct: 97,
    pulseBpm: 70,
    reason: 'taken while talking',
  },
  'hold:approve': { type: 'hold:approve', reason: 'known hypertension' },
  'limits:change': { type: 'limits:change', limits: { 'spo2-low-medium': 86 }, reason: 'lung disease, usual 88' },
  'infusion:start': { type: 'infusion:start', minutesAgo: 0 },
  'device:give': { type: 'device:give', mg: 28, lot: 'L-77', minutesAgo: 0 },
  'pump:pause': { type: 'pump:pause', minutesAgo: 0 },
  'pump:resume': { type: 'pump:resume', minutesAgo: 0 },
  'infusion:end': { type: 'infusion:end', reason: 'completed', minutesAgo: 0 },
  'infusion:reopen': { type: 'infusion:reopen', reason: 'tapped by mistake' },
  'pump:volume': { type: 'pump:volume', pumpVolumeMl: 40 },
  'recovery:decide': { type: 'recovery:decide', choice: 'extend', reason: 'BP still high' },
  'monitoring:end': { type: 'monitoring:end' },
  'monitoring:reopen': { type: 'monitoring:reopen', reason: 'dizzy on standing' },
  'criterion:check': { type: 'criterion:check', criterion: 'oriented', met: true },
  'criterion:override': { type: 'criterion:override', criterion: 'nausea-mild', reason: 'usual for her' },
  'ride:wait': { type: 'ride:wait' },
  'visit:end': { type: 'visit:end', ending: 'transferred', reason: 'chest pain' },
  'visit:move': { type: 'visit:move', chairId: 'chair-2' },
  'patient:correct': { type: 'patient:correct', patientId: 'patient-2', reason: 'wrong row tapped' },
  'emergency:declare': { type: 'emergency:declare' },
  'emergency:end': { type: 'emergency:end' },
  'entry:record': { type: 'entry:record', entry: { kind: 'note', text: 'calm' }, minutesAgo: 0 },
  'bp:enter': { type: 'bp:enter', systolicMmHg: 124, diastolicMmHg: 78, minutesAgo: 0 },
  'cuff:measure': { type: 'cuff:measure' },
  'cuff:stop': { type: 'cuff:stop' },
  'alert:acknowledge': { type: 'alert:acknowledge', alertId: 'alert-1' },
  'alert:pause-audio': { type: 'alert:pause-audio', alertId: 'alert-1' },
  'mark:clear': { type: 'mark:clear', alertId: 'alert-1' },
  'patient:attended': { type: 'patient:attended' },
  'order:verbal': {
    type: 'order:verbal',
    orderedBy: provider.name,
    readBack: true,
    minutesAgo: 0,
    command: { type: 'baseline:correct', systolicMmHg: 120, diastolicMmHg: 75, spo2Pct: 97, pulseBpm: 70, reason: 'x' },
  },
  'order:cosign': { type: 'order:cosign', orderId: 'order-1' },
  'order:dispute': { type: 'order:dispute', orderId: 'order-1', reason: 'said to wait' },
  'record:close': { type: 'record:close', seen: 0, seenSeq: 1 },
  'record:sign': { type: 'record:sign', seen: 0, seenSeq: 1 },
  'record:addend': { type: 'record:addend', text: 'the lot was L-78' },
  'nurse:take-over': { type: 'nurse:take-over', from: null },
  'cover:begin': { type: 'cover:begin' },
  'cover:end': { type: 'cover:end' },
  'off-monitor:begin': { type: 'off-monitor:begin' },
  'off-monitor:back': { type: 'off-monitor:back' },
  'message:send': { type: 'message:send', text: 'Dr Lindqvist asks for a BP' },
  'message:read': { type: 'message:read', messageId: 'message-1' },
  'provider:call': { type: 'provider:call' },
  'provider:answer': { type: 'provider:answer' },
  'provider:call-off': { type: 'provider:call-off' },
};

export const COMMAND_TYPES = Object.keys(EVERY_COMMAND) as VisitCommandType[];

/** Somebody who may give it: a nurse where a nurse may. */
export const giverOf = ({ type }: VisitCommand): Actor => (AUTHORITY[type].includes('nurse') ? nurse : provider);

/**
 * What each request of a screen needs, by its name. src/protocol/request-rules.ts proves that none is without a row; a name that is not here
 * is refused.
 */
import type { Act } from '../authority.ts';
import type { Result } from '../refusal.ts';
import { accept, refuse } from '../refusal.ts';
import { chairSeen, maySee } from './may-see.ts';
import type { Seen, Viewer } from './may-see.ts';
import type { Reach } from './reach.ts';

/**
 * `chair`, `visit`: to see the chair it names, or that its visit is on, own or other. `watched`: of what this page watches, which was
 * asked then. `command`, `act`: who may give the command it brings, or this act, by `authorise`. `self`: about this very connection, shows
 * and changes nothing else.
 */
export type RequestRule =
  'chair' | 'visit' | 'watched' | 'command' | 'self' | { readonly see: Seen } | { readonly act: Act };

export const REQUEST_RULES = {
  'chair:watch': 'chair',
  'chair:unwatch': 'self',
  'station:watch': { see: 'tiles' },
  'tiles:watch': { see: 'tiles' },
  'tiles:unwatch': 'self',
  'beside:watch': { see: 'beside' },
  'beside:unwatch': 'self',
  'pleth:watch': 'chair',
  'pleth:unwatch': 'self',
  'device:watch': { see: 'signal' },
  'device:unwatch': 'self',
  'staff:session': 'self',
  'staff:active': 'self',
  'staff:leave': 'self',
  'waiting:names': { see: 'names' },
  'orders:unsigned': { see: 'names' },
  'visit:namesakes': { see: 'names' },
  'visit:where': { see: 'where' },
  'visit:open': { act: 'visit:open' },
  'visit:begin': { act: 'visit:open' },
  'visit:command': 'command',
  'visit:follow': 'visit',
  'visit:unfollow': 'self',
  'visit:join': 'watched',
  'site:command': 'command',
  'chair:quiet': { act: 'chair:quiet' },
  'screen:sound': 'watched',
  'station:listen': 'watched',
  'station:leave-sound': 'self',
  'schedule:day': { see: 'schedule' },
  'keeping:look': { see: 'settings' },
  'exchange:look': { see: 'settings' },
  'exchange:again': { see: 'settings' },
  'protocol:read': { see: 'site' },
  'seal:of': { see: 'record' },
  'history:list': { see: 'history' },
  'records:unsigned': { see: 'history' },
  'history:visit': { see: 'record' },
  'history:events': { see: 'record' },
  'report:visit': { see: 'record' },
  'series:patient': { see: 'record' },
  'quality:weeks': { see: 'quality' },
  'audit:list': { see: 'audit' },
  'sheet:open': { see: 'record' },
  'what-if:start': { see: 'what-if' },
  'what-if:watch': { see: 'what-if' },
  'what-if:cancel': { see: 'what-if' },
} as const satisfies Readonly<Record<string, RequestRule>>;
export type RequestName = keyof typeof REQUEST_RULES;

/**
 * Before the request is answered. What acts passes here, and is asked by `actOf`; so does what is about things watched already.
 * @param reach to the chair it names, or that its visit is on
 */
export function mayAsk(viewer: Viewer, request: string, reach: Reach): Result<null> {
  const rule = Object.hasOwn(REQUEST_RULES, request) ? REQUEST_RULES[request as RequestName] : undefined;
  switch (rule) {
    case undefined:
      return refuse('not-allowed', 'Vigil knows no such request: load the page again.');
    case 'chair':
    case 'visit':
      return maySee(viewer, chairSeen(reach));
    case 'watched':
    case 'command':
    case 'self':
      return accept(null);
    default:
      return 'see' in rule ? maySee(viewer, rule.see) : accept(null);
  }
}

/**
 * The act of a request that acts, to be asked of `authorise`; undefined: it only looks.
 * @param commandType of the command it brings; a request that should bring one and does not is an act nobody may give
 */
export function actOf(request: string, commandType: Act | undefined): Act | 'unknown' | undefined {
  const rule: RequestRule | undefined = Object.hasOwn(REQUEST_RULES, request)
    ? REQUEST_RULES[request as RequestName]
    : undefined;
  if (rule === undefined || rule === 'command') return commandType ?? 'unknown';
  return typeof rule === 'object' && 'act' in rule ? rule.act : undefined;
}

/**
 * The answer to a message of HL7 v2 (original mode): `MSA|AA` it was taken, `AE` it cannot be read as HL7, `AR` it can, but is
 * not of the one kind that is taken. In the sender's own separators and byte for byte in its own character set, for what is
 * echoed is echoed unread. Nothing of a message but its header gets into an answer.
 */
import type { Instant } from '#core/reading.ts';
import { bytesOfText, textOf } from '../bytes.ts';
import type { DecodeRefusal } from '../decoder.ts';
import { fieldOf, MESSAGE_TYPE, parseOru } from './message.ts';
import type { Segment } from './message.ts';

export type AckCode = 'AA' | 'AE' | 'AR';

export interface Acknowledgement {
  readonly code: AckCode;
  /** An MLLP block. */
  readonly bytes: Uint8Array;
  /** Why it gives no reading, for the log; absent with AA. */
  readonly refusal?: DecodeRefusal;
}

const TYPE_PLACE = 9;
/** Of MSH-3 to 6 and of an id: longer ones are cut, none is in use. */
const LONGEST = 199;

/**
 * @param message what stood between 0B and 1C. @param at clinic time or the machine's: the answer is stamped with it, in UTC.
 * @param fault why it was not taken although it may be readable: answered AE, with this text
 * @returns undefined for what is itself an answer: to answer it would never end
 */
export function acknowledge(message: Uint8Array, at: Instant, fault?: string): Acknowledgement | undefined {
  const text = textOf(message);
  const header = headerOf(text);
  if (header && /^(ACK|MCF)/.test(fieldOf(header, header.typeAt))) return undefined;
  const parsed = parseOru(text);
  if (fault !== undefined) return { ...answer(header, at, 'AE', fault), refusal: { code: 'unknown', message: fault } };
  if (!('code' in parsed)) return answer(header, at, 'AA', '');
  const said =
    parsed.code === 'framing'
      ? answer(header, at, 'AE', 'Not readable as HL7: it does not begin with MSH.')
      : answer(header, at, 'AR', 'Only ORU with trigger R01 is taken here.');
  return { ...said, refusal: parsed };
}

interface Header extends Segment {
  readonly separator: string;
  readonly encoding: string;
  readonly typeAt: number;
}

function headerOf(text: string): Header | undefined {
  const line = /[^\r\n\s][^\r\n]*/.exec(text.slice(0, 65_536))?.[0] ?? '';
  if (!/^MSH[!-/:-@[-`{-~]/.test(line)) return undefined;
  const separator = line.charAt(3);
  const fields = line.split(separator);
  const encoding = /^[!-/:-@[-`{-~]{1,5}$/.test(fields[1] ?? '') ? (fields[1] ?? '') : '^~\\&';
  const found = fields.findIndex((field, n) => n >= 4 && n < 13 && MESSAGE_TYPE.test(field));
  return {
    name: 'MSH',
    fields: ['MSH', separator, ...fields.slice(1)],
    separator,
    encoding,
    // `split` does not count the separator, which is MSH-1.
    typeAt: found < 0 ? TYPE_PLACE : found + 1,
  };
}

function answer(header: Header | undefined, at: Instant, code: AckCode, text: string): Acknowledgement {
  const { separator = '|', encoding = '^~\\&', typeAt = TYPE_PLACE } = header ?? {};
  const component = encoding.charAt(0);
  const field = (n: number): string => withoutControls(fieldOf(header, n)).slice(0, LONGEST);
  // In a shifted header nobody knows what stands in MSH-5 and 6.
  const [application, facility] = typeAt === TYPE_PLACE ? [field(5), field(6)] : ['', ''];
  const trigger = /^[A-Z]\d\d$/.exec(field(typeAt).split(component)[1] ?? '')?.[0] ?? 'R01';
  const version = /^2\.\d(\.\d)?/.exec(field(typeAt + 3))?.[0] ?? '2.6';
  const segments = [
    [
      'MSH',
      encoding,
      ...[application || 'VIGIL', facility, field(3), field(4), stamp(at), ''],
      ...[`ACK${component}${trigger}`, `V${at}`, /^[PTD]/.exec(field(typeAt + 2))?.[0] ?? 'P', version],
    ],
    ['MSA', code, field(typeAt + 1), ...(text === '' ? [] : [plain(text, separator + encoding)])],
  ];
  const block = segments.map((fields) => `${fields.join(separator)}\r`).join('');
  return { code, bytes: bytesOfText(`\x0b${block}\x1c\r`) };
}

/** They would end the answer's own segments and block. */
const withoutControls = (text: string): string => [...text].filter((char) => char >= ' ').join('');

/** Separators in a text would end its field. */
const plain = (text: string, separators: string): string =>
  [...text].map((char) => (separators.includes(char) || char < ' ' || char > '~' ? ' ' : char)).join('');

const stamp = (at: Instant): string => `${new Date(at).toISOString().replaceAll(/[-T:]|\..*/g, '')}+0000`;

/** A message of HL7 v2 as segments and fields. Tolerant: monitors shift the fields of MSH, leave OBX-1 empty and end lines as they like. */
import type { DecodeRefusal } from '../decoder.ts';

export interface Segment {
  readonly name: string;
  /** `fields[n]` is the field n of the standard's text. */
  readonly fields: readonly string[];
}

export interface Hl7Message {
  readonly segments: readonly Segment[];
  /** Between the components of a field. */
  readonly componentSeparator: string;
  readonly repetitionSeparator: string;
}

export const fieldOf = (segment: Segment | undefined, n: number): string => segment?.fields[n]?.trim() ?? '';

/** Message types of HL7 v2, by which the header's fields are found where a monitor has shifted them. */
export const MESSAGE_TYPE =
  /^(?:ORU|OUL|ORM|OML|ORR|ADT|ACK|MCF|MFN|MDM|NMD|NMQ|QRY|QBP|QSB|RSP|DSR|SIU|DFT|BAR)(?:[^A-Za-z0-9].*)?$/;

/** Nothing but a known type is shown: with a line end lost, a patient's name may stand in its place. */
const shownType = (field: string): string =>
  MESSAGE_TYPE.test(field) ? (/^...(?:[^A-Za-z0-9][A-Z]\d\d)?/.exec(field)?.[0] ?? '') : 'of no known type';

/** @returns a refusal for what is no ORU^R01. Alerts (ORU^R40) and answers hold numbers that are no measurement. */
export function parseOru(text: string): Hl7Message | DecodeRefusal {
  const lines = text.split(/[\r\n]+/).map((line) => line.trim());
  const header = lines.find((line) => line !== '') ?? '';
  const separator = header.charAt(3);
  if (!/^MSH[^A-Za-z0-9\s]/.test(header)) {
    // Not a letter of it: what stands there may be a patient's name.
    return { code: 'framing', message: `A message of ${text.length} characters does not begin with MSH.` };
  }
  const [component = '^', repetition = '~'] = header.split(separator)[1] || '^~';
  const segments = lines
    .filter((line) => line.charAt(3) === separator)
    .map((line): Segment => {
      const fields = line.split(separator);
      const name = fields[0] ?? '';
      // The separator itself is MSH-1.
      return { name, fields: name === 'MSH' ? [name, separator, ...fields.slice(1)] : fields };
    });
  const type = segments[0]?.fields.slice(3, 13).find((field) => /^ORU([^A-Za-z0-9]|$)/.test(field)) ?? '';
  const [, trigger = ''] = type.split(component);
  if (type === '' || (trigger !== '' && trigger !== 'R01')) {
    return { code: 'unknown', message: `No ORU^R01: ${shownType(type || fieldOf(segments[0], 9))}.` };
  }
  return { segments, componentSeparator: component, repetitionSeparator: repetition };
}

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesOfText, textOf } from '../bytes.ts';
import { acknowledge } from './ack.ts';
import { comen, continua, mindrayWave, samples } from './samples.ts';

const AT = Date.UTC(2026, 2, 3, 14, 5, 9, 87);
const answered = (text: string, fault?: string): string | undefined => {
  const answer = acknowledge(bytesOfText(text), AT, fault);
  return answer && textOf(answer.bytes);
};
const header = (rest: string): string => `MSH|^~\\&|MON|ICU|EMR|HALL|20260303140000||${rest}\rPID|||4711||DOE^JANE\r`;

describe('the answer', () => {
  test('DV-190 AA to an ORU^R01, from whom it was sent to, with its id, kind and version', () => {
    expect(answered(header('ORU^R01^ORU_R01|77|P|2.4'))).toBe(
      `\x0bMSH|^~\\&|EMR|HALL|MON|ICU|20260303140509+0000||ACK^R01|V${AT}|P|2.4\rMSA|AA|77\r\x1c\r`,
    );
  });

  test.each([
    ['a published one', 'MSH|^~\\&|SENDER_APP|SENDER_FAC|||20260124||ORU^R01|99|P|2.6\r', 'MSA|AA|99'],
    ['fields shifted', 'MSH|^~\\&|TEST|||20260124||ORU^R01|1|P|2.6\rOBR|1', 'MSA|AA|1'],
    ['Comen', comen, 'MSA|AA|202506100151270003'],
    ['Continua', continua, 'MSA|AA|MSGID1234'],
    ['waves alone', mindrayWave, 'MSA|AA|'],
    ['no id', header('ORU^R01||P|2.6'), 'MSA|AA|\r'],
    ['lines before it', `\r\n${header('ORU^R01|5|P|2.6')}`, 'MSA|AA|5\r'],
    ['another trigger', header('ORU^R40|6|P|2.6'), 'MSA|AR|6|Only ORU with trigger R01 is taken here.\r'],
    ['another type', header('ADT^A01|7|P|2.3.1'), 'MSA|AR|7|'],
    ['no HL7', 'DOE^JANE', 'MSA|AE||Not readable as HL7: it does not begin with MSH.\r'],
    ['nothing', '', 'MSA|AE||'],
  ])('DV-190 %s', (_, text, said) => {
    expect(answered(text)).toContain(said);
  });

  test.each([
    ['ADT^A01|7|T|2.3.1', 'ACK^A01', '|T|2.3.1\r'],
    ['ORU^R01|7|?|HL7', 'ACK^R01', '|P|2.6\r'],
  ])('DV-190 kind, processing and version of %s', (rest, type, end) => {
    expect(answered(header(rest))).toContain(`|${type}|V${AT}${end}`);
  });

  test('DV-190 in the sender’s own separators, and a text of ours without them', () => {
    const answer = answered('MSH#*~\\&#MON####20260303##ORU*R01#A 1#P#2.5\r', 'One # two * three.');
    expect(answer).toBe(
      `\x0bMSH#*~\\&#VIGIL##MON##20260303140509+0000##ACK*R01#V${AT}#P#2.5\rMSA#AE#A 1#One   two   three.\r\x1c\r`,
    );
  });

  test('DV-190 every byte of an id comes back, in ISO 8859-1 as in UTF-8', () => {
    const id = [0xe9, 0xc3, 0xa9, 0x80, 0xff];
    const message = Uint8Array.from([...bytesOfText('MSH|^~\\&|M||||1||ORU^R01|'), ...id, ...bytesOfText('|P|2.6\r')]);
    const { bytes } = acknowledge(message, AT)!;
    expect(textOf(bytes)).toContain(`MSA|AA|${textOf(Uint8Array.from(id))}\r`);
  });

  test('DV-190 none to an answer', () => {
    expect(answered('MSH|^~\\&|MON||||1||ACK^R01|8|P|2.6\rMSA|AA|7\r')).toBeUndefined();
  });

  test('DV-130 holds nothing of a patient, however the message is broken', () => {
    const whole = header('ORU^R01|5|P|2.6');
    fc.assert(
      fc.property(fc.array(fc.nat(whole.length - 1), { maxLength: 4 }), (lost) => {
        const text = [...whole].filter((_, n) => !lost.includes(n)).join('');
        // With the line end lost, what follows is of the header: only its ids and names are echoed, and no more than that.
        fc.pre(text.includes('\r'));
        expect(answered(text)).not.toMatch(/4711\^|JANE.*JANE/);
        expect(answered(`${text.slice(text.indexOf('PID'))}`)).not.toMatch(/DOE|JANE|4711/);
      }),
    );
  });

  test('DV-190 whatever was sent: one block of two segments, and no throw', () => {
    const any = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc
        .tuple(fc.constantFrom(...samples), fc.array(fc.tuple(fc.nat(3_000), fc.nat(255)), { maxLength: 8 }))
        .map(([bytes, changes]) => changes.reduce((all, [at, byte]) => all.with(at % all.length, byte), bytes)),
    );
    fc.assert(
      fc.property(any, (bytes) => {
        const answer = acknowledge(bytes, AT);
        if (!answer) return;
        const text = textOf(answer.bytes);
        const [start, end] = [text.slice(0, 1), text.slice(-3)];
        expect([start, end]).toEqual(['\x0b', '\r\x1c\r']);
        const inside = text.slice(1, -3);
        expect([...inside].filter((char) => char < ' ')).toEqual(['\r']);
        expect(inside).toMatch(/^MSH.*\rMSA./);
      }),
      { numRuns: 2_000 },
    );
  });
});

import { expect, test } from 'vitest';
import { outcomeText, responseOf } from './outcome-text.ts';

const of = (...issue: readonly object[]) => JSON.stringify({ resourceType: 'OperationOutcome', issue });
const patient = ['Ada Byron', '1985-12-10', 'K-100'];

test.each([
  ['its words', of({ severity: 'error', diagnostics: 'Unknown code' }), 'Unknown code'],
  ['details before diagnostics', of({ details: { text: 'No such unit' }, diagnostics: 'at line 3' }), 'No such unit'],
  ['the code where there is nothing else', of({ severity: 'fatal', code: 'forbidden' }), 'forbidden'],
  [
    'several, without what only informs',
    of({ diagnostics: 'a' }, { severity: 'information', diagnostics: 'b' }, { diagnostics: 'c' }),
    'a; c',
  ],
  [
    'no name, in any case and order',
    of({ diagnostics: 'BYRON, ada is known as K-100, born 1985-12-10' }),
    '…, … is known as …, born …',
  ],
  ['one line', of({ diagnostics: 'a\n\n   b' }), 'a b'],
  ['nothing of a page of HTML', '<html><body>Ada Byron</body></html>', ''],
  ['nothing of null', 'null', ''],
  ['nothing of issues that are none', '{"issue":[null,3,{"diagnostics":7}]}', ''],
])('REC-159 of an OperationOutcome: %s', (_name, text, words) => {
  expect(outcomeText(text, patient)).toBe(words);
});

test('REC-159 it is short', () => {
  expect(outcomeText(of({ diagnostics: 'x'.repeat(5_000) }), [])).toHaveLength(300);
});

test('REC-159 a number of the patient that reads like a pattern is struck out like any other', () => {
  expect(outcomeText(of({ diagnostics: 'id A+(1 is odd' }), ['A+(1'])).toBe('id … is odd');
});

test.each([
  ['{', undefined],
  ['{"resourceType":"Bundle","type":"searchset","entry":[]}', undefined],
  [
    '{"resourceType":"Bundle","type":"transaction-response","entry":[{"response":{"status":"201 Created"}},{},null]}',
    [201, 0, 0],
  ],
])('REC-159 entry by entry: %s', (text, statuses) => {
  expect(responseOf(text)?.map(({ status }) => status)).toEqual(statuses);
});

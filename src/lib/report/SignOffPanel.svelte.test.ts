import '../../app.css';
import { expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { Refusal } from '#core/refusal.ts';
import type { Addendum, SignOff } from '#core/record/sign-off.ts';
import type { WireVisitCommand } from '#protocol/screen-events.ts';
import { openOrder } from '../components/fixture-orders.ts';
import SignOffPanel from './SignOffPanel.svelte';
import { eventually } from '../../../tests/support/eventually.ts';

const nurse = { name: 'K. Marsh', role: 'nurse' } as const;
const provider = { name: 'Dr E. Lindqvist', role: 'provider' } as const;
const AT = Date.UTC(2026, 2, 2, 16);
const two = ['The pump’s volume is 40 mg, the estimate 30 mg.', 'Left with Jo; the ride named was Kim.'];
const closed = { byName: nurse.name, at: AT, contradictions: [] };
const signed = { byName: provider.name, at: AT + 60_000, contradictions: [] };
const addendum: Addendum = { addendumId: 'a1', text: 'The lot was L-78.', byName: nurse.name, at: AT + 120_000 };

async function panel(wish: {
  readonly signOff?: Partial<SignOff>;
  readonly staff?: typeof nurse | typeof provider | { name: string; role: 'administrator' } | null;
  readonly contradictions?: readonly string[];
  readonly orders?: readonly [typeof openOrder] | readonly [];
  readonly answer?: Refusal | null;
  readonly lost?: boolean;
  readonly imported?: { file: string; sha256: string };
  readonly broughtFrom?: { siteId: string; name: string };
}) {
  await page.viewport(1280, 800);
  document.documentElement.dataset['theme'] = 'dim';
  const { contradictions = [], orders = [], staff = nurse, answer = null, lost = false, imported, broughtFrom } = wish;
  const give = vi.fn((_: WireVisitCommand) => Promise.resolve(answer));
  const onchanged = vi.fn();
  const record = {
    signOff: { addenda: [], ...wish.signOff },
    contradictions,
    orders,
    ...(imported && { imported }),
    ...(broughtFrom && { broughtFrom }),
  };
  const screen = await render(SignOffPanel, { seq: 7, record, staff, lost, give, onchanged });
  return {
    screen,
    give,
    onchanged,
    again: (seq: number, more: object) => screen.rerender({ seq, record: { ...record, ...more } }),
  };
}
/** As assistive technology does it: a click, and a second one. */
async function hold(name: RegExp): Promise<void> {
  const button = page.getByRole('button', { name });
  for (const _ of [1, 2]) (button.element() as HTMLButtonElement).click();
}
const buttons = (): readonly string[] =>
  page
    .getByRole('button')
    .elements()
    .map((each) => (each.textContent ?? '').replaceAll(/\s+/g, ' ').trim());

test('UI-382 a nurse closes, and sees what became of it', async () => {
  const { screen, give, onchanged } = await panel({});
  await expect.element(screen.getByText('Not closed yet')).toBeVisible();
  await hold(/^Close the record/);
  await eventually(() => expect(onchanged).toHaveBeenCalledOnce());
  expect(give.mock.calls).toEqual([[{ type: 'record:close', seen: 0, seenSeq: 7 }]]);
});

test('UI-383 what does not agree stands above the button, and is ticked before anything is signed; other sentences are ticked anew', async () => {
  const { screen, give, again } = await panel({ contradictions: two });
  for (const sentence of two) await expect.element(screen.getByText(sentence)).toBeVisible();
  const tick = screen.getByRole('checkbox', { name: 'I have seen these' });
  const top = (of: Element): number => of.getBoundingClientRect().top;
  expect(top(tick.element())).toBeLessThan(top(page.getByRole('button', { name: /^Close the record/ }).element()));
  expect(tick.element().closest('label')?.getBoundingClientRect().height).toBeGreaterThanOrEqual(48);
  await hold(/^Close the record/);
  await expect.element(screen.getByRole('alert')).toMatchTextContent('Say first that you have seen');
  expect(give).not.toHaveBeenCalled();
  await tick.click();
  await expect.element(screen.getByRole('alert')).not.toBeInTheDocument();
  await again(9, { contradictions: ['Another sentence.'] });
  await expect.element(screen.getByRole('checkbox', { name: 'I have seen this' })).not.toBeChecked();
  await hold(/^Close the record/);
  expect(give).not.toHaveBeenCalled();
  await screen.getByRole('checkbox').click();
  await hold(/^Close the record/);
  await eventually(() => expect(give.mock.calls).toEqual([[{ type: 'record:close', seen: 1, seenSeq: 9 }]]));
});

test('UI-383 a refusal stands beside the button, and the record is read anew', async () => {
  const answer = { code: 'conflict', message: 'R. Haas has closed this record already.' } as const;
  const { screen, onchanged } = await panel({ answer });
  await hold(/^Close the record/);
  await expect.element(screen.getByRole('alert')).toMatchTextContent(answer.message);
  expect(onchanged).toHaveBeenCalled();
});

test('UI-422 what is signed is what is shown: where it changed meanwhile the tick is taken back, and what is shown then is signed', async () => {
  const answer = { code: 'conflict', message: 'The record has changed since you read it: look again.' } as const;
  const { screen, give, again, onchanged } = await panel({
    ...{ signOff: { closed }, staff: provider, contradictions: two, answer },
  });
  const tick = screen.getByRole('checkbox');
  await tick.click();
  await hold(/^Sign the record/);
  await expect.element(screen.getByRole('alert')).toMatchTextContent(answer.message);
  await expect.element(tick).not.toBeChecked();
  expect(onchanged).toHaveBeenCalledOnce();
  // The same sentences, and an addendum.
  await tick.click();
  await again(8, { signOff: { closed, addenda: [addendum] } });
  await expect.element(screen.getByText(addendum.text)).toBeVisible();
  await expect.element(tick).not.toBeChecked();
  await tick.click();
  give.mockResolvedValue(null);
  await hold(/^Sign the record/);
  await eventually(() => expect(give).toHaveBeenLastCalledWith({ type: 'record:sign', seen: 2, seenSeq: 8 }));
  expect(give).toHaveBeenCalledTimes(2);
});

test('UI-384 a provider signs what is closed; to a nurse it says who does', async () => {
  const { give } = await panel({ signOff: { closed }, staff: provider });
  await expect.element(page.getByText('Closed by K. Marsh')).toBeVisible();
  await expect.element(page.getByText('Mon 2 Mar 2026, 16:00')).toBeVisible();
  await hold(/^Sign the record/);
  await eventually(() => expect(give.mock.calls).toEqual([[{ type: 'record:sign', seen: 0, seenSeq: 7 }]]));
});
test('UI-384 a nurse has no button to sign with, nor has a provider before it is closed one that signs', async () => {
  const { screen } = await panel({ signOff: { closed } });
  expect(buttons()).toEqual(['Write an addendum']);
  await expect.element(screen.getByText('It is on every provider’s list.')).toBeVisible();
  await screen.unmount();
  await panel({ staff: provider });
  expect(buttons()[0]).toMatch(/^Close the record/);
});

test('UI-385 with a verbal order open a provider is told which, and led to it', async () => {
  const { screen } = await panel({ signOff: { closed }, staff: provider, orders: [openOrder] });
  await expect.element(screen.getByText('To be co-signed first')).toBeVisible();
  await expect.element(screen.getByRole('link', { name: 'Co-sign' })).toHaveAttribute('href', '/unsigned');
  expect(buttons()).toEqual(['Write an addendum']);
});

test('UI-386 an addendum is written, held, and gone from the field; nothing empty or too long is sent', async () => {
  const { screen, give, onchanged } = await panel({ signOff: { closed, signed } });
  await expect.element(screen.getByText('Closed and signed')).toBeVisible();
  expect(buttons()).toEqual(['Write an addendum']);
  await screen.getByRole('button', { name: 'Write an addendum' }).click();
  await hold(/^Add it/);
  await expect.element(screen.getByRole('alert')).toMatchTextContent('Write what is to be added.');
  await userEvent.fill(screen.getByLabelText('Addendum').element(), 'x'.repeat(2_001));
  await hold(/^Add it/);
  await expect.element(screen.getByRole('alert')).toMatchTextContent('1 too many');
  await userEvent.fill(screen.getByLabelText('Addendum').element(), '  The lot was L-78. ');
  await hold(/^Add it/);
  await eventually(() => expect(onchanged).toHaveBeenCalledOnce());
  expect(give.mock.calls).toEqual([[{ type: 'record:addend', text: 'The lot was L-78.' }]]);
  await expect.element(screen.getByLabelText('Addendum')).not.toBeInTheDocument();
});
test('UI-386 what was refused stays in the field', async () => {
  const answer = { code: 'unavailable', message: 'No connection to Vigil: try again.' } as const;
  const { screen } = await panel({ signOff: { closed, signed }, answer });
  await screen.getByRole('button', { name: 'Write an addendum' }).click();
  await userEvent.fill(screen.getByLabelText('Addendum').element(), 'The lot was L-78.');
  await hold(/^Add it/);
  await expect.element(screen.getByRole('alert')).toMatchTextContent(answer.message);
  await expect.element(screen.getByLabelText('Addendum')).toHaveValue('The lot was L-78.');
});

test('UI-387 what a provider has not seen says so, and a provider says it was seen', async () => {
  const { screen, give } = await panel({ signOff: { closed, signed, addenda: [addendum] }, staff: provider });
  await expect.element(screen.getByRole('article')).toMatchTextContent('Addendum by K. Marsh');
  await expect.element(screen.getByRole('article')).toMatchTextContent('Not seen by a provider yet');
  await hold(/^I have seen what was added/);
  await eventually(() => expect(give.mock.calls).toEqual([[{ type: 'record:sign', seen: 0, seenSeq: 7 }]]));
});
test('UI-387 the sentences of the signature stay, where they are others by now', async () => {
  const { screen } = await panel({ signOff: { closed: { ...closed, contradictions: two }, signed } });
  await expect.element(screen.getByText('What did not agree then:')).toBeVisible();
  await expect.element(screen.getByText(two[0] ?? '')).toBeVisible();
});

test.each([
  ['without a connection', { lost: true }, 'No connection: nothing can be signed until Vigil is back.'],
  ['where nobody is named', { staff: null }, 'Nobody is'],
  ['of a visit made of a file', { imported: { file: 'march.csv', sha256: 'f00d' } }, 'it is not signed here'],
  [
    'of another clinic’s visit',
    { broughtFrom: { siteId: 's', name: 'Lakeside' } },
    'From Lakeside: it was given elsewhere',
  ],
  ['to an administrator', { staff: { name: 'A. Lind', role: 'administrator' } as const }, 'Not closed yet'],
])('UI-388 %s nothing can be signed, and why is said', async (_, wish, sentence) => {
  const { screen } = await panel({ contradictions: two, ...wish });
  await expect.element(screen.getByRole('region', { name: 'Sign-off' })).toMatchTextContent(sentence);
  expect(page.getByRole('checkbox').elements()).toEqual([]);
  expect(buttons().filter((each) => /record|addendum/i.test(each))).toEqual([]);
});

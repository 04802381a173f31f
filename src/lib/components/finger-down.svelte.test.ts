import { afterEach, beforeEach, expect, test } from 'vitest';
import { FingerDown } from './finger-down.ts';

let through: string[];
let leave: AbortController;
beforeEach(() => {
  through = [];
  leave = new AbortController();
  const finger = new FingerDown();
  const always = { capture: true, signal: leave.signal };
  window.addEventListener('pointerdown', finger.down, always);
  window.addEventListener('pointercancel', finger.away, always);
  window.addEventListener('click', finger.click, always);
  document.body.innerHTML = `
    <button id="one"><span id="in-one">One</span></button> <button id="two">Two</button>
    <p id="text">Text</p> <label for="radio" id="label">Left</label> <input type="radio" id="radio" />`;
  document.body.addEventListener('click', ({ target }) => through.push((target as Element).id), always);
});
afterEach(() => leave.abort());

const at = (id: string): HTMLElement => document.getElementById(id)!;
const put = (id: string, pointerId = 2, pointerType = 'touch') =>
  at(id).dispatchEvent(new PointerEvent('pointerdown', { pointerId, pointerType, bubbles: true }));
const click = (id: string, pointerId = 2, more: PointerEventInit & { at?: number } = {}) => {
  const by = { pointerType: 'touch', detail: 1, clientX: 9_000, ...more };
  const event = new PointerEvent('click', { pointerId, bubbles: true, cancelable: true, ...by });
  if (more.at !== undefined) Object.defineProperty(event, 'timeStamp', { value: more.at });
  at(id).dispatchEvent(event);
};
const MOUSE_TWICE = { pointerType: 'mouse', detail: 2 };
/** The pointer of a click by key or script. */
const NONE = -1;

test.each<[string, () => void, string[]]>([
  ['the same', () => (put('one'), click('one')), ['one']],
  ['within the same', () => (put('in-one'), click('one')), ['one']],
  ['another', () => (put('one'), click('two')), []],
  ['another, with a pen', () => (put('one', 2, 'pen'), click('two')), []],
  ['another, and then the same', () => (put('one'), click('two'), put('two', 3), click('two', 3)), ['two']],
  [
    'one and the next, and a busy page hears of both clicks late',
    () => (put('one', 2), put('two', 3), click('one', 2), click('two', 3)),
    ['one', 'two'],
  ],
  [
    'one and the next, and the page moved: only the first was meant otherwise',
    () => (put('one', 2), put('two', 3), click('two', 2), click('two', 3)),
    ['two'],
  ],
  ['nothing that can be pressed, beside a button', () => (put('text'), click('two')), ['two']],
  ['what is only read moved there', () => (put('one'), click('text')), ['text']],
  [
    'a mouse: the browser itself sees to it',
    () => (put('one', 1, 'mouse'), click('two', 1, { pointerType: 'mouse' })),
    ['two'],
  ],
  [
    'a key in the midst of it',
    () => (put('one'), click('two', NONE, { pointerType: '' }), click('one')),
    ['two', 'one'],
  ],
  [
    'a finger that scrolled, and another click under its number',
    () => {
      put('one');
      at('one').dispatchEvent(new PointerEvent('pointercancel', { pointerId: 2, bubbles: true }));
      click('two');
    },
    ['two'],
  ],
  [
    'a browser whose clicks have no number: nothing is known of them',
    () => {
      put('one');
      at('two').dispatchEvent(new MouseEvent('click', { detail: 1, bubbles: true }));
    },
    ['two'],
  ],
])('UI-433 a finger put down on %s', (_, act, expected) => {
  act();
  expect(through).toEqual(expected);
});

/** `two` comes to stand where `one` was pressed, so many ms later. */
function pressedAfter(ms: number, more: PointerEventInit = {}): void {
  const { x, y } = at('one').getBoundingClientRect();
  const place = { clientX: x + 10, clientY: y + 10, ...more };
  click('one', 2, { ...place, at: 1_000 });
  at('one').replaceWith(at('two'));
  click('two', 3, { ...place, at: 1_000 + ms });
}
test.each<[string, () => void, string[]]>([
  ['299 ms later presses nothing', () => pressedAfter(299), ['one']],
  ['300 ms later is meant', () => pressedAfter(300), ['one', 'two']],
  ['of a mouse is what the browser calls a double click', () => pressedAfter(400, MOUSE_TWICE), ['one']],
  ['of a mouse at any other time is meant', () => pressedAfter(100, { pointerType: 'mouse' }), ['one', 'two']],
])('UI-434 what came to stand where a button was pressed: a second tap %s', (_, act, expected) => {
  act();
  expect(through).toEqual(expected);
});
test('UI-434 a third tap counts from the first; the same button is pressed as often as it is tapped; so is another place', () => {
  pressedAfter(200);
  for (const ms of [2_000, 2_100, 2_200]) click('two', 5, { at: ms });
  click('label', 6, { at: 2_250 });
  expect(through.slice(0, 5)).toEqual(['one', 'two', 'two', 'two', 'label']);
});
test('UI-434 a label that came to stand there is its field: nothing is chosen by the second tap', () => {
  const { x, y } = at('one').getBoundingClientRect();
  const place = { clientX: x + 5, clientY: y + 10 };
  click('one', 2, { ...place, at: 1_000 });
  at('one').replaceWith(at('label'));
  click('label', 3, { ...place, at: 1_200 });
  expect(at('radio')).toHaveProperty('checked', false);
  click('label', 4, { ...place, at: 1_400 });
  expect(at('radio')).toHaveProperty('checked', true);
});

test('UI-433 a label presses its own field, and a field stands for its label', () => {
  put('label');
  click('label');
  expect(at('radio')).toHaveProperty('checked', true);
  put('label');
  click('radio');
  expect(through).toEqual(['label', 'radio', 'radio']);
});

test('UI-433 fingers whose clicks never come are forgotten', () => {
  for (let id = 2; id < 40; id += 1) put('one', id);
  click('two', 2);
  click('two', 39);
  expect(through).toEqual(['two']);
});

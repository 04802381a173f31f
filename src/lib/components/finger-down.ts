/**
 * A page that draws what comes from elsewhere may move between the moment a finger is put down and the click that
 * follows it. A browser gives that click to whatever stands there by then: another patient's button, or a dialog's
 * `Yes`. With a mouse it does not (UI Events, "click": it goes to what both ends of it have in common).
 */
const PRESSABLE = 'button, a[href], input, select, textarea, label, summary, [role="button"]';
/** A second tap within this is of the same act (Android, `ViewConfiguration`, double-tap timeout). */
const TWICE_MS = 300;
/** Fingers whose clicks are still to come: a busy page gets them late, after the next one is down. */
const MOST = 10;

interface Press {
  readonly on: Element;
  readonly x: number;
  readonly y: number;
  readonly at: number;
}

/** What a press there presses. A label stands for its field. */
function pressable(target: EventTarget | null): Element | null {
  const at = target instanceof Element ? target.closest(PRESSABLE) : null;
  return at instanceof HTMLLabelElement ? (at.control ?? at) : at;
}

/** The second half of a double tap, on what came to stand where another was pressed. A mouse's the browser counts. */
function isSecondHalf(last: Press, { on, at }: Press, { detail, pointerType }: PointerEvent): boolean {
  if (on === last.on || !(pointerType === 'mouse' ? detail > 1 : at - last.at < TWICE_MS)) return false;
  return pressable(document.elementFromPoint(last.x, last.y)) === on;
}

export class FingerDown {
  /** Put down on what, by pointer: each finger that is put down has a number of its own (Pointer Events, `pointerId`). */
  readonly #on = new Map<number, Element | null>();
  #last: Press | null = null;

  readonly down = (event: PointerEvent): void => {
    if (event.pointerType === 'mouse') return;
    this.#on.set(event.pointerId, pressable(event.target));
    const [oldest] = this.#on.keys();
    if (oldest !== undefined && this.#on.size > MOST) this.#on.delete(oldest);
  };
  /** The browser scrolls with it: no click follows. */
  readonly away = (event: PointerEvent): void => {
    this.#on.delete(event.pointerId);
  };
  /** Stops a click that presses what was not meant. One by key, or of a browser that does not say by what, is let through. */
  readonly click = (event: MouseEvent): void => {
    if (!(event instanceof PointerEvent) || event.pointerType === '') return;
    const from = this.#on.get(event.pointerId) ?? null;
    this.#on.delete(event.pointerId);
    const on = pressable(event.target);
    if (on === null) return;
    const press = { on, x: event.clientX, y: event.clientY, at: event.timeStamp };
    const isSecond = this.#last !== null && isSecondHalf(this.#last, press, event);
    if ((from === null || from === on) && !isSecond) this.#last = press;
    else {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  };
}

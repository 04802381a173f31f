/**
 * A page that draws what comes from elsewhere may move between the moment a finger is put down and the click that
 * follows it. A browser gives that click to whatever stands there by then: another patient's button, or a dialog's
 * `Yes`. With a mouse it does not (UI Events, "click": it goes to what both ends of it have in common).
 */
const PRESSABLE = 'button, a[href], input, select, textarea, label, summary, [role="button"]';
/** Fingers whose clicks are still to come: a busy page gets them late, after the next one is down. */
const MOST = 10;

/** A label stands for its field. */
function pressed({ target }: Event): Element | null {
  const at = target instanceof Element ? target.closest(PRESSABLE) : null;
  return at instanceof HTMLLabelElement ? (at.control ?? at) : at;
}

export class FingerDown {
  /** Put down on what, by pointer: each finger that is put down has a number of its own (Pointer Events, `pointerId`). */
  readonly #on = new Map<number, Element | null>();

  readonly down = (event: PointerEvent): void => {
    if (event.pointerType === 'mouse') return;
    this.#on.set(event.pointerId, pressed(event));
    const [oldest] = this.#on.keys();
    if (oldest !== undefined && this.#on.size > MOST) this.#on.delete(oldest);
  };
  /** The browser scrolls with it: no click follows. */
  readonly away = (event: PointerEvent): void => {
    this.#on.delete(event.pointerId);
  };
  /** Stops a click that presses something else. One whose finger is not known, or that no finger made, is let through. */
  readonly click = (event: MouseEvent): void => {
    // Where a browser gives a click no number, nothing can be said of it.
    if (!('pointerId' in event) || typeof event.pointerId !== 'number') return;
    const from = this.#on.get(event.pointerId) ?? null;
    this.#on.delete(event.pointerId);
    const to = pressed(event);
    if (from === null || to === null || from === to) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
}

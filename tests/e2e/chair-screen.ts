/** The chair page as a nurse uses it. Verbs of the clinic, roles and names of the page; no CSS. */
import { expect, type Page } from '@playwright/test';
import { Mouse, type Hand } from './hand.ts';
import { signIn } from './sign-in.ts';

export class ChairScreen {
  readonly page: Page;
  readonly #hand: Hand;

  constructor(page: Page, hand: Hand = new Mouse()) {
    this.page = page;
    this.#hand = hand;
  }

  async open(url: string, chairId: string): Promise<this> {
    await this.page.goto(`${url}/chair/${chairId}`);
    return this;
  }

  tap(name: string | RegExp): Promise<void> {
    return this.#hand.press(this.page.getByRole('button', { name }).first());
  }

  /** A button that asks to be held for a second. */
  hold(name: string | RegExp): Promise<void> {
    return this.#hand.hold(this.page.getByRole('button', { name }).first());
  }

  enter(label: string, value: string): Promise<void> {
    return this.#hand.write(this.page.getByLabel(label, { exact: true }), value);
  }

  choose(group: string, option: string): Promise<void> {
    return this.#hand.pick(this.page.getByRole('group', { name: group }), option);
  }

  async iAm(name: string, role: 'Nurse' | 'Provider'): Promise<void> {
    const opener = this.page.getByRole('button', { name: 'Who are you?' }).first();
    await signIn(this.page, opener, { name, role: role === 'Nurse' ? 'nurse' : 'provider', hand: this.#hand });
  }

  async openVisit(patient: string, born: string): Promise<void> {
    await this.enter('Name', patient);
    await this.enter('Birth date', born);
    await this.tap('Open the visit');
    await expect(this.page.getByText(patient).first()).toBeVisible();
  }

  async confirmIdentity(): Promise<void> {
    await this.tap('Confirm identity');
    await expect(this.page.getByLabel('Weight', { exact: true })).toBeVisible();
  }

  async setUp(nurse: string, provider: string): Promise<void> {
    await this.enter('Weight', '80');
    await this.enter('Dose by weight', '0.5');
    await expect(this.page.getByLabel('Dose', { exact: true })).toHaveValue('40');
    await this.enter('Concentration', '10');
    await this.enter('IV site', 'left forearm');
    await this.choose('Cuff on the arm', 'right');
    await this.choose('Oximeter on the hand', 'left');
    await this.enter('Ride home', 'Sam Marlow');
    await this.enter('Their phone', '555 0100');
    await this.enter('Nurse', nurse);
    await this.enter('Provider in reach', provider);
  }

  /** The strip over the whole page: what presses most. */
  get strip() {
    return this.page.getByRole('alert').or(this.page.getByRole('status')).first();
  }

  get spo2() {
    return this.page.getByRole('group', { name: /SpO/ }).first();
  }
}

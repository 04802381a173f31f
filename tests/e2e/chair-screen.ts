/** The chair page as a nurse uses it. Verbs of the clinic, roles and names of the page; no CSS. */
import { expect, type Page } from '@playwright/test';

export class ChairScreen {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(url: string, chairId: string): Promise<this> {
    await this.page.goto(`${url}/chair/${chairId}`);
    return this;
  }

  tap(name: string | RegExp): Promise<void> {
    return this.page.getByRole('button', { name }).first().click();
  }

  /** A button that asks to be held for a second. */
  async hold(name: string | RegExp): Promise<void> {
    const button = this.page.getByRole('button', { name }).first();
    await button.focus();
    await this.page.keyboard.down('Enter');
    await expect(button).toBeHidden();
    await this.page.keyboard.up('Enter');
  }

  async enter(label: string, value: string): Promise<void> {
    const field = this.page.getByLabel(label, { exact: true });
    await field.fill(value);
    await field.blur();
  }

  async choose(group: string, option: string): Promise<void> {
    await this.page.getByRole('group', { name: group }).getByText(option, { exact: true }).click();
  }

  async iAm(name: string, role: 'Nurse' | 'Provider'): Promise<void> {
    await this.tap('Who are you?');
    const dialog = this.page.getByRole('dialog');
    await dialog.getByLabel('Name').fill(name);
    await dialog.getByText(role, { exact: true }).click();
    await dialog.getByRole('button', { name: 'It is me' }).click();
    await expect(dialog).toBeHidden();
  }

  async openVisit(patient: string, born: string): Promise<void> {
    await this.enter('Name', patient);
    await this.page.getByLabel('Birth date').fill(born);
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

import { describe, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import StaffForm from './StaffForm.svelte';

describe('UI-45 choosing who one is', () => {
  test('UI-45 takes a name and a role', async () => {
    const choose = vi.fn(() => Promise.resolve(null));
    const screen = await render(StaffForm, { props: { staff: null, choose, leave: () => Promise.resolve(null) } });
    await userEvent.fill(screen.getByLabelText('Your name'), '  Dr E. Lindqvist ');
    await userEvent.click(screen.getByText('Provider', { exact: true }));
    await userEvent.click(screen.getByRole('button', { name: 'It is me' }));
    expect(choose).toHaveBeenCalledWith({ name: 'Dr E. Lindqvist', role: 'provider' });
  });
  test('UI-45 asks for the name that stands beside what one records', async () => {
    const choose = vi.fn(() => Promise.resolve(null));
    const screen = await render(StaffForm, { props: { staff: null, choose, leave: () => Promise.resolve(null) } });
    await userEvent.click(screen.getByRole('button', { name: 'It is me' }));
    await expect.element(screen.getByRole('alert')).toMatchTextContent('Enter your name');
    expect(choose).not.toHaveBeenCalled();
  });
});

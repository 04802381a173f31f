import { expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import type { Refusal } from '#core/refusal.ts';
import StaffDialog from './StaffDialog.svelte';

const HELD = { code: 'conflict', message: 'You have the patient on Chair 1.' } as const;

test.each([
  ['has the patient', HELD, 1],
  ['has no connection', { code: 'unavailable', message: 'Not connected.' } as const, 0],
])('UI-319 who %s reads why not; to leave and stay in charge is another tap', async (_, refusal, offered) => {
  const leave = vi.fn((stays?: boolean): Promise<Refusal | null> => Promise.resolve(stays ? null : refusal));
  const staff = { name: 'N. Okafor', role: 'nurse' } as const;
  const screen = await render(StaffDialog, { open: true, staff, choose: () => Promise.resolve(null), leave });
  await screen.getByRole('button', { name: 'Leave this screen' }).click();
  await expect.element(screen.getByRole('alert')).toMatchTextContent(refusal.message);
  const stay = screen.getByRole('button', { name: 'Leave and stay in charge' });
  expect(stay.elements()).toHaveLength(offered);
  if (offered === 0) return;
  await stay.click();
  await expect.element(screen.getByRole('dialog')).not.toBeInTheDocument();
  expect(leave.mock.calls).toEqual([[false], [true]]);
});

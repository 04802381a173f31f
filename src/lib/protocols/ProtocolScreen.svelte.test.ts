import '../../app.css';
import { expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { ClinicalProtocol } from '#core/clinical-protocol.ts';
import type { Refusal } from '#core/refusal.ts';
import type { WhatIfVisit } from '#protocol/what-if.ts';
import { NOW } from '../components/fixture-calm.ts';
import { protocolEdit, protocolRead, whatIfShown, whatIfView } from '../gallery/fixture-protocol.ts';
import { administrator, nurse, provider, site } from '../gallery/fixture-site.ts';
import { ProtocolEdit } from './protocol-edit.svelte.ts';
import ProtocolScreen from './ProtocolScreen.svelte';
import ProtocolsScreen from './ProtocolsScreen.svelte';

async function shown(wish: object = {}) {
  await page.viewport(1280, 800);
  const acts = {
    publish: vi.fn(async (_: ClinicalProtocol, __: string, ___: string): Promise<Refusal | null> => null),
    ...{ ondone: vi.fn(), onversion: vi.fn(), onagain: vi.fn(), onstaff: vi.fn() },
  };
  const screen = await render(ProtocolScreen, {
    ...{ site, read: protocolRead, refused: null, lost: false, staff: administrator },
    ...{ edit: new ProtocolEdit(), whatIf: whatIfShown(null) },
    ...acts,
    ...wish,
  });
  return { screen, ...acts };
}

test('UI-398 UI-404 whoever reads finds the numbers, the versions with who and why, and the visit that keeps another one', async () => {
  const { screen, onversion } = await shown({ staff: nurse });
  const medium = screen.getByRole('group', { name: 'SpO₂ low, medium' });
  await expect.element(medium).toMatchTextContent('SpO₂ <');
  await expect.element(medium).toMatchTextContent('90 %');
  await expect.element(screen.getByRole('group', { name: 'Pulse high, medium' })).toMatchTextContent('before 120 /min');
  await expect.element(screen.getByText(/One visit keeps/)).toMatchTextContent('Chair 2, version 8');
  const newest = screen.getByRole('listitem').filter({ hasText: 'in force' });
  for (const words of ['A. Lind', 'approved by Dr E. Lindqvist', 'none acted upon'])
    await expect.element(newest).toMatchTextContent(words);
  await screen.getByRole('button', { name: 'Show version 8' }).click();
  expect(onversion).toHaveBeenCalledWith(8);
  // A nurse reads.
  expect(screen.getByRole('button', { name: 'Edit' }).elements()).toHaveLength(0);
});

test('UI-417 an approver who is none of the clinic’s providers is told before it is published', async () => {
  const { screen } = await shown({ edit: protocolEdit(false), site: { ...site, providers: ['Dr E. Lindqvist'] } });
  await screen.getByRole('button', { name: 'Put in force …' }).click();
  const dialog = screen.getByRole('dialog', { name: 'Put version 10 in force?' });
  const mark = dialog.getByText(/is not one of the clinic’s providers/);
  await dialog.getByLabelText('Approved by').fill('E. Lindqvist');
  await expect.element(mark).toMatchTextContent('“E. Lindqvist”');
  await dialog.getByLabelText('Approved by').fill('dr e.  LINDQVIST');
  await expect.poll(() => mark.elements().length).toBe(0);
});

test('UI-417 a version whose approver was none of them is marked, and no other', async () => {
  const [newest, ...older] = protocolRead.versions;
  if (!newest) throw new Error('no version');
  const versions = [{ ...newest, approverIsNoProvider: true }, ...older];
  const { screen } = await shown({ read: { ...protocolRead, versions } });
  const marked = screen.getByRole('listitem').filter({ hasText: 'not one of the clinic’s providers' });
  await expect.element(marked).toMatchTextContent('approved by Dr E. Lindqvist');
  expect(marked.elements()).toHaveLength(1);
});

test('UI-399 a number that is changed is marked with what that means; one that cannot be stands with its sentence and nothing is put in force', async () => {
  const edit = new ProtocolEdit();
  const { screen } = await shown({ edit });
  await screen.getByRole('button', { name: 'Edit', exact: true }).click();
  await screen.getByLabelText('SpO₂ low, medium: SpO₂ <', { exact: true }).fill('88');
  await expect.element(screen.getByText('was 90 %, less sensitive')).toBeInTheDocument();
  await expect.element(screen.getByText('1 change, 1 of them quieter, later or looser.')).toBeInTheDocument();
  const put = screen.getByRole('button', { name: 'Put in force …' });
  await expect.element(put).toBeEnabled();
  await screen.getByLabelText('Recovery: upper mark', { exact: true }).fill('15');
  await expect.element(screen.getByText('15 min is less than 20 min (“at least”).')).toBeInTheDocument();
  await expect.element(put).toBeDisabled();
});

test('UI-399 a provider tries numbers and is told who puts them in force', async () => {
  const { screen } = await shown({ staff: provider, edit: protocolEdit(false) });
  await expect.element(screen.getByRole('button', { name: 'Put in force …' })).toBeDisabled();
  await expect
    .element(screen.getByText('An administrator puts a protocol in force: ask one to do it, here.'))
    .toBeInTheDocument();
});

test('UI-400 the last look says that exactly this was tried, and asks for reason and approval', async () => {
  const { screen, publish, ondone } = await shown({
    edit: protocolEdit(false),
    whatIf: whatIfShown(whatIfView('done')),
  });
  await screen.getByRole('button', { name: 'Put in force …' }).click();
  const dialog = screen.getByRole('dialog', { name: 'Put version 10 in force?' });
  await expect
    .element(dialog)
    .toMatchTextContent(
      'Tried on past visits, exactly these numbers. 200 visits: 46 alerts gone, 3 new, 12 changed, no event newly missed, none lower or later',
    );
  await expect.element(dialog).toMatchTextContent('2 visits that go on keep the version');
  const put = dialog.getByRole('button', { name: 'Put version 10 in force' });
  await put.click();
  await expect.element(dialog).toMatchTextContent('Give the reason');
  await dialog.getByLabelText('Reason').fill('Too many alerts at 89');
  await put.click();
  await expect.element(dialog).toMatchTextContent('Name who approved it');
  await dialog.getByLabelText('Approved by').fill('Dr Ruiz');
  await expect.element(dialog).toMatchTextContent('“Dr Ruiz” is not one of the clinic’s providers');
  await put.click();
  await expect.poll(() => publish.mock.calls.length).toBe(1);
  expect(publish.mock.calls[0]).toEqual([expect.objectContaining({ version: 10 }), 'Too many alerts at 89', 'Dr Ruiz']);
  await expect.poll(() => ondone.mock.calls.length).toBe(1);
});

test('UI-400 UI-402 a what-if of other numbers is not taken for one of these', async () => {
  const edit = protocolEdit(false);
  edit.type('spo2-low medium.when[0]', '87');
  const { screen } = await shown({ edit, whatIf: whatIfShown(whatIfView('done')) });
  await expect.element(screen.getByText(/with other numbers than those set here/)).toBeInTheDocument();
  await screen.getByRole('button', { name: 'Put in force …' }).click();
  await expect
    .element(screen.getByRole('dialog'))
    .toMatchTextContent('Not tried on past visits with exactly these numbers.');
});

test('UI-401 a version somebody else put in force meanwhile: nothing that was typed is lost, and it goes on from there', async () => {
  const edit = protocolEdit(false);
  const [newest] = protocolRead.versions;
  const read = {
    ...protocolRead,
    protocol: { ...protocolRead.protocol, version: 10 },
    versions: [{ ...newest, version: 10, byName: 'M. Roth' }, ...protocolRead.versions],
  };
  const { screen } = await shown({ edit, read });
  await expect.element(screen.getByText(/M. Roth has put version 10 in force meanwhile/)).toBeInTheDocument();
  await expect.element(screen.getByRole('button', { name: 'Put in force …' })).toBeDisabled();
  await screen.getByRole('button', { name: 'Go on from version 10' }).click();
  await expect.element(screen.getByRole('button', { name: 'Put in force …' })).toBeEnabled();
  expect(edit.edited).toMatchObject({ version: 11 });
  await expect.element(screen.getByLabelText('SpO₂ low, medium: SpO₂ <', { exact: true })).toHaveValue('88');
});

test('UI-402 the visits done, their number and the time left; it is cancelled by a tap', async () => {
  const cancel = vi.fn(async () => null);
  const whatIf = { ...whatIfShown(whatIfView('running')), cancel };
  const { screen } = await shown({ edit: protocolEdit(false), whatIf });
  await expect.element(screen.getByRole('progressbar')).toHaveAttribute('value', '84');
  await expect.element(screen.getByText(/84 of 200 visits/)).toBeInTheDocument();
  await expect.element(screen.getByText(/About 28 s left/)).toBeInTheDocument();
  await screen.getByRole('button', { name: 'Cancel' }).click();
  expect(cancel).toHaveBeenCalled();
});

test('UI-402 it is run over the visits that were chosen; a refusal stands beside the button', async () => {
  const start = vi.fn(async (_: ClinicalProtocol, __: object): Promise<Refusal | null> => ({
    code: 'conflict',
    message: 'M. Roth runs one.',
  }));
  const { screen } = await shown({ edit: protocolEdit(false), whatIf: { ...whatIfShown(null), start } });
  await screen.getByLabelText('1000').click({ force: true });
  await screen.getByRole('button', { name: 'Run it' }).click();
  await expect.element(screen.getByText('M. Roth runs one.')).toBeInTheDocument();
  expect(start.mock.calls[0]?.[1]).toEqual({ protocolId: 'iv-ketamine-40', visits: 1_000 });
});

test.each(['Events no longer heard', 'Events heard lower or later'])(
  'UI-403 UI-420 %s: in alarm ink when there are any, and only then; beside "none" stands what is not counted',
  async (title) => {
    const inkOf = async (missed: number): Promise<boolean> => {
      const { screen } = await shown({ edit: protocolEdit(false), whatIf: whatIfShown(whatIfView('done', missed)) });
      const term = screen.getByText(title, { exact: true });
      await expect.element(term).toBeInTheDocument();
      expect(term.element().parentElement?.textContent.includes('not counted:')).toBe(missed === 0);
      const is = term.element().parentElement?.classList.contains('any') ?? false;
      await screen.unmount();
      return is;
    };
    expect([await inkOf(0), await inkOf(2)]).toEqual([false, true]);
  },
);

test('UI-403 each visit with its alerts gone and another, and the way to it for whoever may read it', async () => {
  const { screen } = await shown({ edit: protocolEdit(false), whatIf: whatIfShown(whatIfView('done')) });
  await expect
    .element(screen.getByRole('link', { name: 'Open the visit' }).first())
    .toHaveAttribute('href', '/history/past-3');
  await expect.element(screen.getByText(/SpO₂ 88 < 90/)).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'Open the visit' }).elements()).toHaveLength(2);
});

const whatIfWith = (visit: Partial<WhatIfVisit>, sums: object = {}) => {
  const view = whatIfView('done');
  const visits = view.visits.map((each, index) => (index === 0 ? { ...each, ...visit } : each));
  return whatIfShown({ ...view, visits, sums: { ...view.sums, ...sums } });
};

test('UI-419 a visit with more than is listed says how many, and a BP that only these numbers ask for is told', async () => {
  const counts = { gone: 400, come: 70, changed: 0, missed: 0, newlyMissed: 0, silenced: 0, lowerOrLater: 0 };
  const { screen } = await shown({
    edit: protocolEdit(false),
    whatIf: whatIfWith({ counts, bpsAsked: 1 }, { bpsAsked: 3 }),
  });
  await expect.element(screen.getByText('469 more are not listed: 399 gone, 70 new.')).toBeInTheDocument();
  await expect.element(screen.getByText(/400 alerts gone, 70 new, 0 changed/)).toBeInTheDocument();
  await expect.element(screen.getByText(/^3 times a BP would be overdue only because/)).toBeInTheDocument();
  await expect.element(screen.getByText(/Once a BP would be overdue only because/)).toBeInTheDocument();
});

test('UI-420 visit by visit: a technical alert that is heard no more, and what is heard lower or later', async () => {
  const high = { priority: 'high', at: NOW, highAt: NOW } as const;
  const { screen } = await shown({
    edit: protocolEdit(false),
    whatIf: whatIfWith({
      silenced: [{ kind: 'no-spo2', from: NOW, until: NOW + 1, before: high, after: null, what: [] }],
      lowerOrLater: [
        {
          ...{ kind: 'spo2-low', from: NOW, until: NOW + 1, worst: 74, before: high, what: ['lower', 'later'] },
          after: { priority: 'medium', at: NOW + 60_000 },
        },
      ],
    }),
  });
  await expect
    .element(
      screen
        .getByRole('listitem')
        .filter({ hasText: /^no longer heard/ })
        .first(),
    )
    .toMatchTextContent('No SpO₂');
  const lower = screen.getByRole('listitem').filter({ hasText: /^lower or later/ });
  await expect.element(lower).toMatchTextContent('worst 74');
  await expect.element(lower).toMatchTextContent('medium instead of high, 60 s later');
});

test('UI-398 nobody here: the rules are read, nothing is changed; no connection and a refusal say so', async () => {
  const { screen, onstaff } = await shown({ staff: null });
  await expect.element(screen.getByRole('group', { name: 'SpO₂ low, medium' })).toBeInTheDocument();
  await screen.getByRole('button', { name: 'Choose who you are' }).click();
  expect(onstaff).toHaveBeenCalled();
  expect(screen.getByRole('button', { name: 'Edit' }).elements()).toHaveLength(0);
  await screen.unmount();
  const lost = await shown({ read: null, lost: true });
  await expect.element(lost.screen.getByRole('heading', { name: 'No answer from the server' })).toBeInTheDocument();
  await lost.screen.unmount();
  const refused = await shown({ read: null, refused: { code: 'not-found', message: 'There is no such protocol.' } });
  await refused.screen.getByRole('button', { name: 'Try again' }).click();
  expect(refused.onagain).toHaveBeenCalled();
});

test('UI-405 a new protocol has a name nobody else has, and begins with these numbers', async () => {
  const edit = new ProtocolEdit();
  const { screen } = await shown({ edit });
  await screen.getByRole('button', { name: 'New protocol from this one' }).click();
  const dialog = screen.getByRole('dialog');
  await dialog.getByLabelText('What it is called').fill('Esketamine, 120 min');
  await dialog.getByRole('button', { name: 'Set its numbers' }).click();
  await expect.element(dialog).toMatchTextContent('There is a protocol called');
  await dialog.getByLabelText('What it is called').fill('IV ketamine, 60 min');
  await dialog.getByRole('button', { name: 'Set its numbers' }).click();
  await expect.element(screen.getByRole('heading', { level: 1 })).toMatchTextContent('IV ketamine, 60 min');
  expect(edit.edited).toMatchObject({ id: 'iv-ketamine-60-min', version: 1 });
});

test('UI-404 each protocol with its version, since when and by whom', async () => {
  const [first, ...others] = site.protocols;
  if (!first) throw new Error('no protocol');
  const screen = await render(ProtocolsScreen, {
    site: { protocols: [{ ...first, since: NOW, byName: 'A. Lind' }, ...others] },
    lost: false,
  });
  const row = screen.getByRole('link').first();
  await expect.element(row).toHaveAttribute('href', `/protocols/${first.id}`);
  await expect.element(row).toMatchTextContent('A. Lind');
  await expect.element(row).toMatchTextContent(`version ${first.version}`);
});

/** What `vigil serve` says at its own console, and nowhere else: the code of the first run, and one for an administrator who is shut out. */
import { isSamePerson } from '#core/care/care.ts';
import { accept, refuse } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';
import { firstRunOf } from '#core/site/decide-first-run.ts';
import type { DeskParts } from '../access/desk-parts.ts';
import { codeAtConsole } from '../access/front-desk.ts';

export const firstRunWords = ({ site, setUpCode }: DeskParts): readonly string[] =>
  firstRunOf(site.site) === null
    ? []
    : [`To set Vigil up, open it in a browser and enter this code: ${setUpCode.text}`];

/** @param name of an administrator; a refusal names those there are */
export async function resetWords(desk: DeskParts, name: string): Promise<Result<readonly string[]>> {
  const administrators = desk.site.site.staff.filter(({ role }) => role === 'administrator');
  const person = administrators.find((each) => isSamePerson(each.name, name));
  if (!person) {
    const names = administrators.map((each) => each.name).join(', ');
    return refuse(
      'not-found',
      names === ''
        ? 'There is no administrator yet: open Vigil and set one up.'
        : `There is no administrator “${name}”: there is ${names}.`,
    );
  }
  const code = await codeAtConsole(desk, person.staffId);
  if (!code.ok) return code;
  await desk.secrets.settled();
  desk.audit?.record(
    { actor: { kind: 'system' }, from: { kind: 'server' } },
    { type: 'code-made', for: { kind: 'person', person: { staffId: person.staffId, name: person.name } } },
  );
  return accept([
    `A code for ${person.name} to choose another password with, good once and for 72 h: ${code.value.code}`,
  ]);
}

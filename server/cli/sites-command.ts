/** `vigil sites`: the clinics of a group in one PostgreSQL (docs/deploy.md). */
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Duration } from '#core/reading.ts';
import { accept, refuse } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';
import { nameIn } from '../edge/names.ts';
import { readSealKey } from '../keeping/seal-key.ts';
import { createNewId } from '../new-id.ts';
import { setGroupSealKey } from '../node/group-seal-key.ts';
import { bringSite } from '../postgres/bring-site.ts';
import { connectGroup } from '../postgres/connect-group.ts';
import { whatItSaid } from '../postgres/connection.ts';
import type { Group } from '../postgres/group.ts';
import { admitWatcher, dismissWatcher, removeSite } from '../sites/change-sites.ts';
import { copySite } from '../sites/copy-site.ts';
import { findSite } from '../sites/find-site.ts';
import { nodeStandings, siteStandings } from '../sites/standings.ts';
import type { SiteStanding } from '../sites/standings.ts';
import { giveUp, knownZone, localZone } from './option-values.ts';
import { privateFiles } from './private-files.ts';
import { nodeLine, siteLines } from './sites-words.ts';

/** A clinic that moves is written in large pieces, and somebody sits before it. */
const ANSWER_MS: Duration = 60_000;

/** @returns what is said when it is done */
type Work = (group: Group, sites: readonly SiteStanding[]) => Promise<Result<readonly string[]>>;

export function sitesCommand(): Command {
  return new Command('sites')
    .description('the clinics of a group: which there are, under which names, where each runs, who may see it')
    .addCommand(
      ofGroup('list', 'name, hosts, the node that has it, its lease and its record').action((flags: GroupFlags) =>
        inGroup(flags, async (_group, sites) =>
          accept(sites.length === 0 ? ['There is no site yet: "vigil sites add".'] : sites.flatMap(siteLines)),
        ),
      ),
    )
    .addCommand(
      ofGroup('nodes', 'the machines that are there').action((flags: GroupFlags) =>
        inGroup(flags, async (group) => {
          const nodes = await nodeStandings(group);
          return accept(nodes.length === 0 ? ['No node was here in the last hour.'] : nodes.map(nodeLine));
        }),
      ),
    )
    .addCommand(addCommand())
    .addCommand(
      ofGroup('bring', 'move a clinic of its own into the group; its server must be stopped')
        .argument('<vigil.db>', 'its database file: it stays as it is, and is a copy from then on')
        .option('--host <name>', 'a name browsers and adapters reach it by; again for more', another, [])
        .action((file: string, { host: hosts, ...flags }: GroupFlags & { readonly host: readonly string[] }) =>
          inGroup(flags, async (group) => {
            const brought = await bringSite(group, file, { hosts });
            if (!brought.ok) return brought;
            const { name, siteId } = brought.value;
            return accept([`${name} is in the group (${siteId}), with all that is recorded of it.`]);
          }),
        ),
    )
    .addCommand(
      ofGroup('hosts', 'the names browsers and adapters reach a site by: these, and no other any more')
        .argument('<site>', SITE)
        .argument('[host...]', 'host name or address, without a port; none: nobody reaches it', another, [])
        .action((which: string, hosts: readonly string[], flags: GroupFlags) =>
          inGroup(flags, async (group, sites) => {
            const site = findSite(sites, which);
            if (!site.ok) return site;
            const set = await group.setHosts(site.value.siteId, hosts);
            if (!set.ok) return set;
            return accept([`${set.value.name} is reached by ${set.value.hosts.join(', ') || 'nobody any more'}.`]);
          }),
        ),
    )
    .addCommand(
      watchers('admit', 'let the stations of another site see its chairs').action(
        (which: string, by: string, flags: GroupFlags) =>
          inGroup(flags, (group, sites) =>
            ofTwo(sites, which, by, async (site, other) => {
              const done = await admitWatcher(group, site, other);
              if (!done.ok) return done;
              const already = done.value ? '' : ' already';
              return accept([`The stations of ${other.name} may see the chairs of ${site.name}${already}.`]);
            }),
          ),
      ),
    )
    .addCommand(
      watchers('dismiss', 'they do not see them any more').action((which: string, by: string, flags: GroupFlags) =>
        inGroup(flags, (group, sites) =>
          ofTwo(sites, which, by, async (site, other) => {
            const wasSo = !(await dismissWatcher(group, site, other));
            return accept([
              `The stations of ${other.name} do not see the chairs of ${site.name}${wasSo ? '; they did not before' : ' any more'}.`,
            ]);
          }),
        ),
      ),
    )
    .addCommand(
      ofGroup('copy', 'its record as a database file: for audit verify, backup and visit export')
        .argument('<site>', SITE)
        .argument('<file>', 'a name that is free')
        .action((which: string, file: string, flags: GroupFlags) =>
          inGroup(flags, async (group, sites) => {
            privateFiles();
            const site = findSite(sites, which);
            if (!site.ok) return site;
            const made = await copySite(group, site.value, file);
            if (!made.ok) return made;
            const upTo = made.value.toLocaleString('en');
            return accept([`${file} has the record of ${site.value.name} up to its transaction ${upTo}.`]);
          }),
        ),
    )
    .addCommand(
      ofGroup(
        'seal-key',
        "the group's key of seals is this one from now on: when the old one is lost; then restart each node",
      )
        .argument('<file>', 'the key, as each node has it')
        .action((file: string, flags: GroupFlags) =>
          inGroup(flags, async (group) => {
            const read = readSealKey(file);
            if (!read.ok) return read;
            if (read.value === undefined) return refuse('not-found', `There is no key ${file}.`);
            await setGroupSealKey(group, read.value.fingerprint);
            return accept([`The group seals with the key ${read.value.fingerprint} from now on. Keep the old one.`]);
          }),
        ),
    )
    .addCommand(
      ofGroup('remove', 'take a site away that nothing is recorded of; a record is never deleted')
        .argument('<site>', SITE)
        .action((which: string, flags: GroupFlags) =>
          inGroup(flags, async (group, sites) => {
            const site = findSite(sites, which);
            if (!site.ok) return site;
            const removed = await removeSite(group, site.value);
            return removed.ok ? accept([`${site.value.name} is not in the group any more.`]) : removed;
          }),
        ),
    );
}

interface GroupFlags {
  readonly postgres: string;
}

const SITE = 'its name, its id, or one of its hosts';

const ofGroup = (name: string, says: string): Command =>
  new Command(name)
    .description(says)
    .addOption(
      new Option('--postgres <url>', "the group's database: postgres://user:password@host/name")
        .env('VIGIL_POSTGRES')
        .makeOptionMandatory(),
    );

const watchers = (name: string, says: string): Command =>
  ofGroup(name, says).argument('<site>', SITE).argument('<other>', 'whose stations');

interface AddFlags extends GroupFlags {
  readonly timeZone: string;
  readonly host: readonly string[];
}

const addCommand = (): Command =>
  ofGroup('add', 'a new clinic; a node takes it up in a second, and says the code of its first run')
    .argument('<name>', "the clinic's name, as its screens show it")
    .option('--host <name>', 'a name browsers and adapters reach it by; again for more', another, [])
    .option('--time-zone <zone>', 'IANA time zone', knownZone, localZone())
    .action((name: string, { timeZone, host: hosts, ...flags }: AddFlags) =>
      inGroup(flags, async (group) => {
        if (name.trim() === '')
          return { ok: false, refusal: { code: 'malformed', message: 'Give the clinic a name.' } };
        const siteId = createNewId()();
        const added = await group.addSite({ siteId, name: name.trim(), hosts, timeZone, demo: false });
        if (!added.ok) return added;
        const reached = hosts.length === 0 ? 'give it a name to be reached by: vigil sites hosts' : hosts.join(', ');
        return accept([`${added.value.name} is in the group (${siteId}): ${reached}.`]);
      }),
    );

async function inGroup({ postgres }: GroupFlags, work: Work): Promise<void> {
  const connected = await connectGroup(postgres, { max: 2, answerMs: ANSWER_MS });
  if (!connected.ok) return giveUp(connected.refusal.message);
  const group = connected.value;
  try {
    const done = await work(group, await siteStandings(group));
    if (!done.ok) return giveUp(done.refusal.message);
    for (const line of done.value) console.log(line);
  } catch (error) {
    giveUp(`The group's database does not answer (${whatItSaid(error)}).`);
  } finally {
    await group.close();
  }
}

function ofTwo(
  sites: readonly SiteStanding[],
  which: string,
  by: string,
  work: (site: SiteStanding, other: SiteStanding) => Promise<Result<readonly string[]>>,
): Promise<Result<readonly string[]>> {
  const site = findSite(sites, which);
  if (!site.ok) return Promise.resolve(site);
  const other = findSite(sites, by);
  return other.ok ? work(site.value, other.value) : Promise.resolve(other);
}

/** As a request names it: small letters, no port, an IPv6 address without brackets. */
function host(text: string): string {
  const name = nameIn(text);
  if (name === undefined)
    throw new InvalidArgumentError(
      `"${text}" is no name: give one like north.clinic.example, without https:// and without a port.`,
    );
  return name;
}

const another = (text: string, before: readonly string[]): readonly string[] => [...new Set([...before, host(text)])];

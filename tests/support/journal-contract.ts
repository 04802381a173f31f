/** What every journal does, whatever keeps it: run over an embedded database and over a group's PostgreSQL. */
import { describe, expect, test } from 'vitest';
import type { Journal } from '../../server/journal/journal.ts';
import { chairAdded, ended, noted, read, T, visit } from './journal-events.ts';

/** One record; `open` again after a close is a restart. */
export interface JournalPlace {
  open(): Promise<Journal>;
}

const notesOf = async (journal: Journal, id: string): Promise<(string | undefined)[]> =>
  (await journal.read(visit(id))).map((event) => (event as { entryId?: string }).entryId);

/** Told codes of trouble, `ended` for its end; and when one of them is told next. */
function watch(journal: Journal): { readonly told: string[]; next(code: string): Promise<unknown> } {
  const told: string[] = [];
  const waiting = new Map<string, () => void>();
  journal.onTrouble((trouble) => {
    const code = trouble?.code ?? 'ended';
    told.push(code);
    waiting.get(code)?.();
  });
  return { told, next: (code) => new Promise<void>((resolve) => waiting.set(code, resolve)) };
}

export function journalContract(name: string, newPlace: () => Promise<JournalPlace>): void {
  describe(name, () => {
    test('JR-10 JR-28 each stream counts for itself, at once, and goes on after a restart', async () => {
      const place = await newPlace();
      const journal = await place.open();
      const site = { kind: 'site', id: journal.siteId } as const;
      expect(journal.append(visit('a'), [noted('1'), noted('2')])).toMatchObject({ first: 1, last: 2 });
      expect(journal.append(visit('b'), [read(1), read(2, { spo2Pct: 97.5 })])).toMatchObject({ first: 1, last: 2 });
      expect(journal.append(site, [chairAdded('c1')])).toMatchObject({ first: 1, last: 1 });
      expect(journal.append(visit('a'), [])).toMatchObject({ first: 3, last: 2 });
      await journal.append(visit('a'), [ended(T + 5)]).durable;
      await journal.close();
      expect(() => journal.append(visit('a'), [noted('late')])).toThrow('closed');

      const again = await place.open();
      expect(again.siteId).toBe(journal.siteId);
      expect(again.lastJournaledAt).toBe(T + 2_000);
      expect(again.append(visit('a'), [noted('late signature')]).first).toBe(4);
      expect(again.streams()).toEqual([
        { stream: visit('a'), seq: 4, firstAt: T, lastAt: T + 5, ended: true },
        { stream: visit('b'), seq: 2, firstAt: T + 1_000, lastAt: T + 2_000, ended: false },
        { stream: site, seq: 1, firstAt: T, lastAt: T, ended: false },
      ]);
      expect(again.loadSite()).toEqual([chairAdded('c1')]);
      const loaded = [];
      for (const { visitId, events } of again.loadVisits()) loaded.push([visitId, [...events]]);
      expect(loaded).toEqual([['b', [read(1), read(2, { spo2Pct: 97.5 })]]]);
      expect(await again.verify(visit('b'))).toEqual({ ok: true, rows: 2 });
      expect((await again.trend('b')).oximetry.spo2Pct).toEqual([97, 97.5]);
    });

    test('JR-20 JR-21 JR-22 JR-54 readings taken, names and secrets are known at once and after a restart', async () => {
      const place = await newPlace();
      const journal = await place.open();
      const maya = { patientId: 'p1', name: 'Maya "Mü" O\\Zimmerli, (jr)\t😀', birthDate: '1990-02-03' };
      const noah = { patientId: 'p2', name: 'Noah Berg', birthDate: '1981-11-30', recordNumber: 'R-9' };
      journal.append(visit('a'), [read(500), read(1), read(2)]);
      journal.append(visit('a'), [read(4, { causes: ['motion', 'artefact'] })]);
      const { source, reading } = read(7);
      void journal.quarantine({ source, reading, at: T + 9_000, reason: 'The device was on no chair then.' });
      void journal.putPatient({ ...maya, name: 'Maja' });
      void journal.putPatient(maya);
      void journal.putPatient(noah);
      void journal.putSecret('pin', 'staff-1', 'hash-1');
      void journal.putSecret('pin', 'staff-1', 'hash-2');
      void journal.putSecret('session', 's-1', 'who');
      void journal.putDevicesSeen('["nonin"]');
      await journal.putSecret('session', 's-1', null).durable;
      await journal.append(visit('a'), [read(3)]).durable;
      const known = (of: Journal) => ({
        readings: [0, 1, 2, 3, 4, 5, 7, 499, 500, 501].filter((seq) => of.hasReading({ ...source, seq })),
        patients: ['p1', 'p2', 'p3'].map((id) => of.getPatient(id)),
        secrets: [[...of.secrets('pin')], [...of.secrets('session')]],
      });
      const expected = {
        readings: [1, 2, 3, 4, 7, 500],
        patients: [maya, noah, undefined],
        secrets: [[['staff-1', 'hash-2']], []],
      };
      expect(known(journal)).toEqual(expected);
      await journal.close();
      const again = await place.open();
      expect(known(again)).toEqual(expected);
      expect(again.devicesSeen).toBe('["nonin"]');
    });

    test('JR-12 JR-13 a turn is one transaction, and a close writes what waits (JR-31)', async () => {
      const place = await newPlace();
      const journal = await place.open();
      const turn = Array.from({ length: 300 }, (_, index) => journal.append(visit(`v${index % 20}`), [read(index)]));
      await Promise.all(turn.map(({ durable }) => durable));
      expect(journal.seams?.commits()).toBe(1);
      for (let seq = 300; seq < 400; seq++) journal.append(visit('v0'), [read(seq)]);
      expect(await journal.close()).toEqual({ lost: 0 });
      expect(await (await place.open()).read(visit('v0'))).toHaveLength(115);
    });

    test('JR-25 JR-27 a full disk and a dead writer: nothing lost, nothing doubled, the order stays', async () => {
      const journal = await (await newPlace()).open();
      const { told, next } = watch(journal);
      await journal.append(visit('a'), [noted('before')]).durable;
      journal.seams?.fillDisk(true);
      const full = next('full');
      const given = Array.from({ length: 5 }, (_, n) =>
        journal.append(visit('a'), [noted(`${n}${'x'.repeat(20_000)}`)]),
      );
      await full;
      expect(journal.pending).toBe(5);
      const over = next('ended');
      journal.seams?.fillDisk(false);
      await Promise.all(given.map(({ durable }) => durable));
      await over;
      const dead = next('ended');
      journal.seams?.crash();
      await journal.append(visit('a'), [noted('after'), read(1)]).durable;
      await dead;
      expect(told).toEqual(['full', 'ended', 'writer-stopped', 'ended']);
      const notes = (await notesOf(journal, 'a')).map((note) => note?.slice(0, 6));
      expect(notes).toEqual(['before', '0xxxxx', '1xxxxx', '2xxxxx', '3xxxxx', '4xxxxx', 'after', undefined]);
      expect(await journal.verify(visit('a'))).toEqual({ ok: true, rows: 8 });
    });

    test('JR-82 a stream that is removed leaves its tombstone, and what comes for it later has no place', async () => {
      const place = await newPlace();
      const journal = await place.open();
      journal.append(visit('old'), [read(1), ended(T + 5)]);
      await journal.append(visit('kept'), [noted('1')]).durable;
      const removal = {
        ...({ kind: 'visit', id: 'old', before: T + 10_000, at: T + 10_000, how: 'daily' } as const),
        rule: { years: 1, setAt: T, byName: 'Rosa' },
        key: { bytes: Buffer.alloc(32), fingerprint: 'k' },
      };
      expect(await journal.remove({ ...removal, id: 'kept' })).toEqual({ removed: false, why: 'not-ended' });
      expect(await journal.remove(removal)).toEqual({ removed: true, rows: 3 });
      await journal.overwrite();
      expect(await journal.read(visit('old'))).toEqual([]);
      await journal.close();
      const again = await place.open();
      expect(again.streams().map(({ stream }) => stream.kind)).toEqual(['visit', 'tombstones']);
      expect(again.hasReading(read(1).source)).toBe(true);
      // Its number may be given again.
      await again.append(visit('new'), [noted('1')]).durable;
      expect(await again.verify({ kind: 'tombstones', id: again.siteId })).toEqual({ ok: true, rows: 1 });
    });
  });
}

/** What a person changes of a protocol before it is put in force. It is the page's own: a lost connection or another's version takes nothing of it. */
import type { ClinicalProtocol } from '#core/clinical-protocol.ts';
import { changesOf, editProtocol, faultsIn, withChanges } from '#core/protocol-edit/edit-protocol.ts';
import type { ProtocolChanges } from '#core/protocol-edit/edit-protocol.ts';
import type { ProtocolField } from '#core/protocol-edit/field.ts';
import { locatedFields } from '#core/protocol-edit/fields.ts';
import { protocolDiff } from '#core/protocol-edit/protocol-diff.ts';
import type { DiffLine } from '#core/protocol-edit/protocol-diff.ts';
import { keptNumber, shownNumber } from '#core/protocol-edit/unit.ts';

/** A number as it is typed: with a point or a comma, and either minus. NaN for what is none. */
export function typedNumber(typed: string): number {
  const text = typed.trim().replace(',', '.').replace('−', '-');
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
}

export const typedOf = ({ value, unit }: Pick<ProtocolField, 'value' | 'unit'>): string =>
  String(shownNumber(value, unit));

export class ProtocolEdit {
  /** What it began with; null: nothing is being edited. */
  #base = $state.raw<ClinicalProtocol | null>(null);
  /** Of another protocol, that this one begins as. */
  #from = $state.raw<ClinicalProtocol | null>(null);
  #typed = $state<Record<string, string>>({});

  readonly #fields = $derived(this.#base ? locatedFields(this.#base) : []);
  readonly #changes = $derived.by((): ProtocolChanges => {
    const wanted = this.#fields.flatMap(({ path, unit }) => {
      const typed = this.#typed[path];
      return typed === undefined ? [] : [[path, keptNumber(typedNumber(typed), unit)] as const];
    });
    return this.#base ? changesOf(this.#base, Object.fromEntries(wanted)) : {};
  });
  readonly #faults = $derived(this.#base ? faultsIn(this.#base, this.#changes) : []);
  readonly #edited = $derived.by((): ClinicalProtocol | null => {
    if (!this.#base || this.#faults.length > 0) return null;
    if (this.#from) return withChanges(this.#base, this.#changes);
    const edited = editProtocol(this.#base, this.#changes);
    return edited.ok ? edited.value : null;
  });
  readonly #diff = $derived(
    this.#base ? protocolDiff(this.#from ?? this.#base, withChanges(this.#base, this.#changes)) : [],
  );

  get isOpen(): boolean {
    return this.#base !== null;
  }

  get base(): ClinicalProtocol | null {
    return this.#base;
  }

  /** The protocol a new one begins as; null: the next version of one that is there. */
  get from(): ClinicalProtocol | null {
    return this.#from;
  }

  /** What would be put in force; null while nothing is changed, or something is wrong. */
  get edited(): ClinicalProtocol | null {
    return this.#edited;
  }

  get diff(): readonly DiffLine[] {
    return this.#diff;
  }

  /** How many numbers are other ones than before. */
  get changed(): number {
    return Object.keys(this.#changes).length;
  }

  /** Sentences, the first of each field beside it. */
  get faults(): Readonly<Record<string, string>> {
    const beside = this.#faults.flatMap(({ paths, message }) => paths.map((path) => [path, message] as const));
    return Object.fromEntries(beside.toReversed());
  }

  /** Those that stand beside no field. */
  get otherFaults(): readonly string[] {
    return this.#faults.filter(({ paths }) => paths.length === 0).map(({ message }) => message);
  }

  get isWrong(): boolean {
    return this.#faults.length > 0;
  }

  typed(path: string): string | undefined {
    return this.#typed[path];
  }

  type(path: string, text: string): void {
    this.#typed[path] = text;
  }

  begin(base: ClinicalProtocol, from: ClinicalProtocol | null = null): void {
    this.#base = base;
    this.#from = from;
    this.#typed = {};
  }

  /** What was typed, on the version that somebody else put in force meanwhile. */
  rebase(base: ClinicalProtocol): void {
    if (this.#from === null) this.#base = base;
  }

  discard(): void {
    this.#base = this.#from = null;
    this.#typed = {};
  }
}

/** What a FHIR server says of what it was sent, shortened and without the patient. */

const MOST = 300;

/** Of an OperationOutcome's issues; '' where it is none. @param secrets the patient's name, birth date and number, struck out */
export function outcomeText(outcome: unknown, secrets: readonly string[]): string {
  const found = typeof outcome === 'string' ? parsed(outcome) : outcome;
  const { issue } = (found ?? {}) as { issue?: unknown };
  if (!Array.isArray(issue)) return '';
  const words = issue
    .filter((each): each is Issue => typeof each === 'object' && each !== null)
    .filter(({ severity }) => severity !== 'information')
    .map(({ details, diagnostics, code }) =>
      [details?.text, diagnostics, code].find((each) => typeof each === 'string'),
    )
    .filter((each) => each !== undefined)
    .join('; ');
  return shortened(without(words, secrets));
}

interface Issue {
  readonly severity?: unknown;
  readonly code?: unknown;
  readonly details?: { readonly text?: unknown } | null;
  readonly diagnostics?: unknown;
}

/** A name of several words may be told by any of them. */
function without(text: string, secrets: readonly string[]): string {
  const parts = secrets
    .flatMap((secret) => [secret, ...secret.split(/[\s,]+/)])
    .filter((part) => part.trim().length > 1)
    .toSorted((a, b) => b.length - a.length);
  return parts.reduce((left, part) => left.replaceAll(new RegExp(escaped(part), 'giu'), '…'), text);
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);

function shortened(text: string): string {
  const plain = text.replaceAll(/\s+/g, ' ').trim();
  return plain.length > MOST ? `${plain.slice(0, MOST - 1)}…` : plain;
}

export interface EntryAnswer {
  readonly status: number;
  readonly outcome: unknown;
}

/** Entry by entry. Undefined: no transaction-response. A status that is no number is 0, and no success. */
export function responseOf(text: string): readonly EntryAnswer[] | undefined {
  const bundle = parsed(text) as { resourceType?: unknown; type?: unknown; entry?: unknown } | undefined;
  if (bundle?.resourceType !== 'Bundle' || bundle.type !== 'transaction-response' || !Array.isArray(bundle.entry))
    return undefined;
  return bundle.entry.map((each: { response?: { status?: unknown; outcome?: unknown } } | null) => ({
    status: Number.parseInt(String(each?.response?.status ?? ''), 10) || 0,
    outcome: each?.response?.outcome,
  }));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) ?? undefined;
  } catch {
    return undefined;
  }
}

/** A person in two letters, where there is no room for a name. */
const TITLE = /^(dr|prof|mr|mrs|ms|mx)\.?$/i;

/** `KM` of `K. Marsh`, `MB` of `Maya Brandt`, `EL` of `Dr E. Lindqvist`, `O` of `Okafor`. */
export function initials(name: string): string {
  const parts = name.trim().split(/\s+/);
  const named = parts.length > 1 ? parts.filter((part) => !TITLE.test(part)) : parts;
  const [first, last] = [named[0], named.length > 1 ? named.at(-1) : undefined];
  return [first, last]
    .map((part) => [...(part ?? '')][0] ?? '')
    .join('')
    .toUpperCase();
}

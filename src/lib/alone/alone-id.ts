/** Ids made on a page that is alone: UUIDs of version 7 like the server's, so that they sort by when they were made (WS-24). */
export function aloneId(at: number): string {
  const time = Math.max(0, Math.round(at)).toString(16).padStart(12, '0');
  // A random UUID of version 4 brings everything but the time and the version.
  const random = crypto.randomUUID();
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(15)}`;
}

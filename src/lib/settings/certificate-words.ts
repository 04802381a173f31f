/** What is said of a server's certificate that ends soon, has ended, or cannot be renewed. */
import type { SiteView } from '#protocol/screen-events.ts';

export type CertificateNotice = NonNullable<SiteView['certificate']>;

/** @param now real time */
const verb = ({ endsAt }: CertificateNotice, now: number): string => (endsAt <= now ? 'ended' : 'ends');

const day = (at: number, month: 'short' | 'long', timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', {
    timeZone,
    day: 'numeric',
    month,
    ...(month === 'long' && { year: 'numeric' }),
  }).format(at);

/** `ends 3 Dec`, beside the word "Certificate". */
export const certificateEnd = (notice: CertificateNotice, now: number, timeZone: string): string =>
  `${verb(notice, now)} ${day(notice.endsAt, 'short', timeZone)}`;

export function certificateSentences(notice: CertificateNotice, now: number, timeZone: string): string {
  const end = `The server’s certificate ${verb(notice, now)} on ${day(notice.endsAt, 'long', timeZone)}.`;
  const means =
    notice.endsAt <= now
      ? 'Tablets and adapters that connect now refuse it: renew it today.'
      : 'From then on tablets and adapters refuse it: it is to be renewed before.';
  return [end, means, ...(notice.reason === undefined ? [] : [notice.reason])].join(' ');
}

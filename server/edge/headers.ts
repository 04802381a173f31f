/** Of every HTTP answer: pages, API, errors. The policy of scripts is in the pages themselves (svelte.config.js): it knows their hashes. */
import type { Edge } from './edge.ts';

/** A tablet may read its own devices, sound, stay awake and fill its screen; nothing else of the machine is asked for. */
const ALLOWED = ['autoplay', 'bluetooth', 'fullscreen', 'screen-wake-lock', 'serial'];
const DENIED = [
  ...['accelerometer', 'browsing-topics', 'camera', 'clipboard-read'],
  ...[
    'clipboard-write',
    'compute-pressure',
    'display-capture',
    'encrypted-media',
    'gamepad',
    'geolocation',
    'gyroscope',
  ],
  ...[
    'hid',
    'identity-credentials-get',
    'idle-detection',
    'local-fonts',
    'magnetometer',
    'microphone',
    'midi',
    'otp-credentials',
  ],
  ...['payment', 'picture-in-picture', 'publickey-credentials-create', 'publickey-credentials-get', 'storage-access'],
  ...['usb', 'window-management', 'xr-spatial-tracking'],
];

const EVERYWHERE: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'X-Frame-Options': 'DENY',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Permitted-Cross-Domain-Policies': 'none',
  'Permissions-Policy': [...ALLOWED.map((each) => `${each}=(self)`), ...DENIED.map((each) => `${each}=()`)].join(', '),
};

/** With an authority of the clinic's own a browser that insists would lock its people out when that changes. */
const INSIST = { 'Strict-Transport-Security': 'max-age=31536000' };

export const securityHeaders = ({ staysSecure }: Edge): Readonly<Record<string, string>> =>
  staysSecure ? { ...EVERYWHERE, ...INSIST } : EVERYWHERE;

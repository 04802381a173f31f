/** A serial port. Its driver is an optional dependency, loaded only when a port is opened. */
import type { SerialSettings } from '#devices/device-table.ts';
import type { Connect, Connection } from './link.ts';

/** What is used of serialport's class. */
interface Port {
  open(done: (error: Error | null) => void): void;
  write(bytes: Uint8Array): boolean;
  close(done?: (error: Error | null) => void): void;
  readonly isOpen: boolean;
  on(event: 'data', listener: (bytes: Uint8Array) => void): unknown;
  on(event: 'close' | 'error', listener: (error?: Error | null) => void): unknown;
}
export type PortClass = new (settings: SerialSettings & { path: string; autoOpen: false }) => Port;

const installed = async (): Promise<PortClass> => (await import('serialport')).SerialPort;

const NOT_INSTALLED =
  'no serial port driver: run "npm install" with optional packages, or use a serial device server (tcp:HOST:PORT)';

export const serialConnect =
  (path: string, settings: SerialSettings, driver: () => Promise<PortClass> = installed): Connect =>
  (to) => {
    let port: Port | undefined;
    let dropped = false;
    let closed = false;
    const close = (reason: string): void => {
      if (closed) return;
      closed = true;
      to.close(reason);
    };
    const release = (): void => port?.close(() => undefined);

    const start = (SerialPort: PortClass): void => {
      if (dropped) return;
      port = new SerialPort({ ...settings, path, autoOpen: false });
      port.on('data', (bytes) => to.bytes(bytes));
      port.on('error', (error) => close(error?.message ?? 'failed'));
      port.on('close', (error) => close(error ? 'unplugged' : 'closed'));
      port.open((error) => {
        if (error) close(error.message);
        else if (dropped) release();
        else to.open();
      });
    };
    driver().then(start, () => close(NOT_INSTALLED));

    const connection: Connection = {
      write: (bytes) => void port?.write(bytes),
      drop: () => {
        dropped = true;
        if (port?.isOpen) release();
      },
    };
    return connection;
  };

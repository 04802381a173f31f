/** What the sending half of an adapter says of itself: pino in a process, the console or nothing on a page. */
export interface GatewayLog {
  info(fields: object, message: string): void;
  info(message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/**
 * Version of the wire protocol, `major.minor`. A screen of another build reloads; adapters of the previous major are accepted.
 * Unknown keys are refused within the declared minor and stripped above it (docs/adapter-protocol.md).
 */
export const PROTOCOL_VERSION = '1.2';
/** socket.io's path; the namespaces are below it. */
export const SOCKET_PATH = '/live';
export const SCREENS_NAMESPACE = '/screens';
export const ADAPTERS_NAMESPACE = '/adapters';

/** The adapter: devices in, readings out, each stored by the server exactly once. */
import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Duration } from '#core/reading.ts';
import { accept, refuse } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';
import type { PlethPacket } from '#protocol/adapter-events.ts';
import { PROTOCOL_VERSION } from '#protocol/version.ts';
import { linkAddressText } from '../links/address.ts';
import { machineRadio } from '../links/ble-radio.ts';
import { openLink } from '../links/open-link.ts';
import { realTimers } from '#gateway/timers.ts';
import { createAdapterClock } from '#gateway/adapter-clock.ts';
import type { AdapterOptions } from './adapter-options.ts';
import { DeviceFeed } from './device-feed.ts';
import { openOwnKey } from './own-key.ts';
import { openSpool } from './spool/open-spool.ts';
import { sinceBoot } from './spool/run-clock.ts';
import { SpoolCare } from './spool/spool-care.ts';
import { Outbox } from '#gateway/outbox.ts';
import { Sender } from '#gateway/sender.ts';
import { Uplink } from '#gateway/uplink.ts';

/** A reading a second and some more at changes of status, for eight hours: an outage of a whole clinic day. */
const KEPT_PER_DEVICE = 30_000;
/** Beside a spool memory holds less: what the adapter lives on when its disk fails too. */
const KEPT_BESIDE_SPOOL = 10_000;
/** What is unanswered when the adapter stops gets this long. */
const LAST_WORDS_MS: Duration = 2_000;

export interface RunningAdapter {
  /** Sends what is left, for 2 s at most. */
  stop(): Promise<void>;
}

const asideNotice = (aside: number): string =>
  aside === 0 ? '' : `Its adapter keeps ${aside} readings of another clinic aside; they are not sent.`;

/** @returns a refusal when its key cannot be read, when another process uses the spool, or it is not this adapter's. */
export function startAdapter(options: AdapterOptions, log: Logger): Result<RunningAdapter> {
  const { serverUrl, adapterId, emulated, speed, software, spoolFolder: folder } = options;
  const now = createAdapterClock(speed, {
    wall: () => Date.now(),
    monotonic: () => performance.now(),
    sinceBoot: sinceBoot(),
  });
  const key = openOwnKey({ keyFile: options.keyFile, env: process.env, log });
  if (!key.ok) return key;
  const deviceIds = options.devices.map(({ deviceId }) => deviceId);
  const opened = folder === undefined ? undefined : openSpool({ folder, adapterId, deviceIds, now, speed, log });
  if (opened?.ok === false) return opened;
  const spool = opened?.value.spool;
  const outbox = new Outbox({
    newEpoch: randomUUID,
    capacity: (spool ? KEPT_BESIDE_SPOOL : KEPT_PER_DEVICE) * options.devices.length,
    ...(spool && { store: spool }),
    onDropped: ({ deviceId, seq }, dropped) => {
      if (dropped % 1_000 === 1)
        log.error({ deviceId, seq, dropped }, 'too many readings wait: the oldest are dropped');
    },
  });

  let site: string | undefined;
  /** Readings on the disk for another clinic. */
  let aside = 0;
  const feeds = new Map<string, DeviceFeed>();
  /** While the server is away, or the wire busy with readings. */
  const onPlethUnsent = (packet: PlethPacket): void => spool?.keepWave(packet);
  const uplink = new Uplink({
    serverUrl,
    handshake: () => {
      const own = key.value.current();
      return { protocol: PROTOCOL_VERSION, adapterId, software, ...(own !== undefined && { key: own }) };
    },
    devices: options.devices.map(({ deviceId, model }) => ({ deviceId, model: model.name, emulated })),
    linkOf: (deviceId) => feeds.get(deviceId)?.state ?? { connected: false },
    statusOf: (deviceId) => {
      const status = feeds.get(deviceId)?.status ?? {};
      return spool && !status.notice ? { ...status, notice: asideNotice(aside) } : status;
    },
    onSite: (siteId) => {
      if (siteId === undefined) return;
      const isOther = spool ? spool.belongTo(siteId) : site !== undefined && site !== siteId;
      if (isOther) {
        if (!spool)
          log.error({ dropped: outbox.size, siteId }, 'another clinic answers: what waited is not sent to it');
        outbox.setAside();
      }
      site = siteId;
      aside = spool?.aside ?? 0;
    },
    now,
    timers: realTimers,
    log,
    onOnline: () => {
      outbox.online();
      sender.pump();
      void care?.online();
    },
    onOffline: () => {
      outbox.offline();
      care?.offline();
    },
    onCuff: (deviceId, act) => {
      const feed = feeds.get(deviceId);
      const done = feed
        ? feed.controlCuff(act)
        : refuse('unknown-device', `This adapter has no device "${deviceId}": look at its options.`);
      log.info({ deviceId, act, refusal: done.ok ? undefined : done.refusal }, 'cuff control');
      return done;
    },
  });
  const sender = new Sender({ outbox, transmit: uplink.transmit, timers: realTimers, log });
  const care =
    spool &&
    new SpoolCare({
      spool,
      tellSpool: uplink.tellSpool,
      sendWaves: (packets) => uplink.transmitPleth(packets),
      waiting: () => outbox.size,
      onAligned: () => {
        outbox.lookInStore();
        sender.pump();
      },
      now,
      timers: realTimers,
      log,
    });

  for (const { deviceId, model, address } of options.devices) {
    const deviceLog = log.child({ deviceId });
    const feed = new DeviceFeed({
      deviceId,
      model,
      link: openLink(address, model),
      now,
      speed,
      timers: realTimers,
      log: deviceLog,
      onReadings: (_, readings) => {
        for (const reading of readings) outbox.add(deviceId, reading);
        sender.pump();
      },
      onPleth: (_, packets) => {
        if (!uplink.sendPleth(packets)) for (const packet of packets) onPlethUnsent(packet);
      },
      onLink: (_, connected, reason) => {
        deviceLog.info({ connected, reason, address: linkAddressText(address) }, 'link');
        void uplink.sendLink(deviceId);
      },
      onStatus: () => void uplink.sendStatus(deviceId),
    });
    feeds.set(deviceId, feed);
    feed.start();
  }
  uplink.start();

  return accept({
    async stop() {
      for (const feed of feeds.values()) feed.stop();
      const deadline = performance.now() + LAST_WORDS_MS;
      while (outbox.size > 0 && performance.now() < deadline)
        await new Promise((resolve) => realTimers.after(20, () => resolve(undefined)));
      uplink.stop();
      machineRadio.close();
      care?.stop();
      if (opened?.ok) opened.value.close();
      log.info({ unsent: outbox.size }, 'stopped');
    },
  });
}

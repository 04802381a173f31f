"""An adapter of Vigil in Python: python3 adapter.py --server http://127.0.0.1:4400"""

import argparse
import asyncio
import logging
import signal
import time

import socketio

import oximeter
from outbox import Outbox
from own_key import OwnKey

NAMESPACE = "/adapters"
ANSWER_S = 5
log = logging.getLogger("adapter")

# Starts at the wall clock and then runs evenly, also when somebody sets the wall clock.
STARTED = time.time() - time.monotonic()


def clock():
    return round((STARTED + time.monotonic()) * 1000)


class Adapter:
    def __init__(self, server, adapter_id, own_key, outbox):
        self.server, self.adapter_id, self.own_key, self.outbox = server, adapter_id, own_key, outbox
        self.online = False
        self.gone = asyncio.Event()
        self.tasks = set()
        # We reconnect ourselves: socket.io does not come back after the server has closed the connection.
        self.sio = socketio.AsyncClient(reconnection=False, handle_sigint=False)
        self.sio.on("clock:probe", lambda: clock(), namespace=NAMESPACE)
        self.sio.on("server:stopping", lambda: log.info("the server is stopping"), namespace=NAMESPACE)
        self.sio.on("connect_error", lambda why: log.warning("not let in: %s", why), namespace=NAMESPACE)
        self.sio.on("disconnect", self.lost, namespace=NAMESPACE)

    def lost(self, *reason):
        log.warning("disconnected %s", *reason or ("",))
        self.online = False
        self.gone.set()

    async def ask(self, event, payload):
        """The server's answer, or None for silence."""
        try:
            return await self.sio.call(event, payload, namespace=NAMESPACE, timeout=ANSWER_S)
        except (socketio.exceptions.SocketIOError, ConnectionError, OSError):
            return None

    async def stay_connected(self):
        wait = 0.5
        while True:
            self.gone.clear()
            try:
                hello = {"protocol": "1.2", "adapterId": self.adapter_id, "software": "vigil-example-python 1.0"}
                key = self.own_key.current()
                if key is not None:  # without one we are refused, in a sentence that says how to get one
                    hello["key"] = key
                await self.sio.connect(
                    self.server,
                    auth=hello,
                    namespaces=[NAMESPACE],
                    transports=["websocket"],
                    socketio_path="live",
                    wait_timeout=ANSWER_S,
                )
                if await self.announce():
                    wait = 0.5
                    await self.gone.wait()
            except (socketio.exceptions.SocketIOError, ConnectionError, OSError) as why:
                log.warning("cannot connect: %s", why)
                wait = 5  # the server is away or would not have us: gently
            self.online = False
            await self.sio.disconnect()
            await asyncio.sleep(wait)

    async def announce(self):
        device = {"deviceId": oximeter.DEVICE_ID, "model": oximeter.MODEL, "emulated": oximeter.EMULATED}
        answer = await self.ask("adapter:announce", {"devices": [device]})
        if not answer or not answer["ok"]:
            log.warning("the announcement was not taken: %s", answer)
            return False
        log.info("connected: %s", answer["data"]["devices"])
        await self.ask("device:link", {"deviceId": oximeter.DEVICE_ID, "connected": True})
        self.online = True
        for reading in self.outbox.newest():  # first what is newest, then the rest
            self.send_soon([reading])
        return True

    async def read_device(self):
        async for measured in oximeter.readings(clock):
            reading = self.outbox.add(oximeter.DEVICE_ID, measured)
            if self.online:  # at once, whatever else still waits for an answer
                self.send_soon([reading])

    async def send_backlog(self):
        while True:
            batch = self.outbox.backlog() if self.online else []
            if batch:
                await self.send(batch)
            await asyncio.sleep(0.25)

    def send_soon(self, batch):
        self.outbox.sending(batch)
        task = asyncio.create_task(self.send(batch))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def send(self, batch):
        self.outbox.sending(batch)
        answer = await self.ask("readings:send", {"readings": batch})
        then, refusals = self.outbox.obey(batch, answer)
        for refusal in refusals[:1]:
            log.warning("refused: %s", refusal["message"])
        if then == "rest":
            await asyncio.sleep(5)
        self.outbox.release(batch)


async def main():
    options = argparse.ArgumentParser()
    options.add_argument("--server", default="http://127.0.0.1:4400")
    options.add_argument("--id", default="python-1", help="the same at each start")
    options.add_argument("--key-file", help="the key of Settings, Adapters; else in VIGIL_ADAPTER_KEY")
    options.add_argument("--file", default="readings.db", help="where unanswered readings are kept")
    given = options.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    adapter = Adapter(given.server, given.id, OwnKey(given.key_file), Outbox(given.file))
    work = [asyncio.create_task(each) for each in (adapter.stay_connected(), adapter.read_device(), adapter.send_backlog())]
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: loop.call_soon_threadsafe(stop.set))
    ended, _ = await asyncio.wait([asyncio.create_task(stop.wait()), *work], return_when=asyncio.FIRST_COMPLETED)
    work[1].cancel()
    for _ in range(20):  # the last answers, 2 s at most; what is unanswered stays in the file
        if adapter.outbox.size() == 0 or not adapter.online:
            break
        await asyncio.sleep(0.1)
    for task in work:
        task.cancel()
    await adapter.sio.disconnect()
    for task in ended:
        task.result()  # what went wrong, if something did


if __name__ == "__main__":
    asyncio.run(main())

"""Put your own device here: one reading a second, as a dictionary without identity.

This one is invented: a calm person whose probe comes off for ten seconds in each minute.
"""

import asyncio
import random

DEVICE_ID = "ox-1"
# A name of Vigil's device table (`vigil adapter --help` lists them): the clinic registers the device as this.
MODEL = "nonin-df2"
# Never False for anything that is no real device on a real person.
EMULATED = True


async def readings(clock):
    """`clock()` is the adapter's clock, epoch ms: stamp each reading by it at the moment it is measured."""
    second = 0
    while True:
        yield reading(clock(), second)
        second += 1
        await asyncio.sleep(1)


def reading(measured_at, second):
    common = {"kind": "oximetry", "measuredAt": measured_at}
    if second % 60 >= 50:  # no number without a signal, and no 0 for "no value": the keys are absent
        return {**common, "quality": "none", "causes": ["probe-off"]}
    return {
        **common,
        "spo2Pct": 97 + random.choice((-1, 0, 0, 1)),
        "pulseBpm": 72 + random.randint(-3, 3),
        "quality": "good",
        "causes": [],
    }

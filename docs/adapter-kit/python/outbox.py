"""Readings between the device and the server's answer, in a small SQLite file.

Nothing here knows of sockets: what this module does is tried by test_outbox.py. The rules are those of
docs/adapter-protocol.md: an identity is used once, every answer is final, and only silence is sent again.
"""

import json
import sqlite3
import uuid

MAX_BATCH = 500


class Outbox:
    def __init__(self, path, capacity=250_000):
        self.capacity = capacity
        self.under_way = set()  # identities that wait for an answer
        self.db = sqlite3.connect(path, isolation_level=None)
        self.db.execute("PRAGMA journal_mode = WAL")
        self.db.execute("CREATE TABLE IF NOT EXISTS counter (device TEXT PRIMARY KEY, epoch TEXT, seq INTEGER)")
        self.db.execute(
            "CREATE TABLE IF NOT EXISTS waiting (id INTEGER PRIMARY KEY, device TEXT, epoch TEXT, seq INTEGER, reading TEXT)"
        )
        self.db.execute("CREATE UNIQUE INDEX IF NOT EXISTS identity ON waiting (device, epoch, seq)")

    def add(self, device_id, measured):
        """Gives a reading its identity and keeps it. The counter is on the disk too, so it goes on after a restart."""
        self.db.execute("BEGIN IMMEDIATE")
        row = self.db.execute("SELECT epoch, seq FROM counter WHERE device = ?", (device_id,)).fetchone()
        epoch, seq = row or (str(uuid.uuid4()), 0)
        reading = {**measured, "deviceId": device_id, "epoch": epoch, "seq": seq + 1}
        self.db.execute("REPLACE INTO counter VALUES (?, ?, ?)", (device_id, epoch, seq + 1))
        row = (*identity(reading), json.dumps(reading))
        self.db.execute("INSERT INTO waiting (device, epoch, seq, reading) VALUES (?, ?, ?, ?)", row)
        too_many = self.size() - self.capacity
        if too_many > 0:  # the newest says most
            self.db.execute("DELETE FROM waiting WHERE id IN (SELECT id FROM waiting ORDER BY id LIMIT ?)", (too_many,))
        self.db.execute("COMMIT")
        return reading

    def size(self):
        return self.db.execute("SELECT count(*) FROM waiting").fetchone()[0]

    def newest(self):
        """The newest unsent reading of each device: what goes first after an outage."""
        rows = self.db.execute("SELECT reading FROM waiting WHERE id IN (SELECT max(id) FROM waiting GROUP BY device)")
        return self._unsent(rows)

    def backlog(self):
        """The oldest unsent readings, at most a batch of them."""
        return self._unsent(self.db.execute("SELECT reading FROM waiting ORDER BY id"))

    def sending(self, batch):
        self.under_way.update(map(identity, batch))

    def obey(self, batch, answer):
        """What the server's answer means. `None` is silence.

        Returns "done", "again" (silence: send it again) or "rest" (send it again after 5 s), and the refusals to log.
        """
        if answer is None:
            return "again", []
        if not answer["ok"]:
            refusal = answer["refusal"]
            if refusal["code"] == "unavailable":
                return "rest", [refusal]
            self._forget(batch)  # the message itself is wrong: it would be refused again
            return "done", [refusal]
        answers = answer["data"]["answers"]
        if [(each["epoch"], each["seq"]) for each in answers] != [(each["epoch"], each["seq"]) for each in batch]:
            return "again", []
        self._forget(batch)  # stored, duplicate, refused: all are final
        return "done", [each["refusal"] for each in answers if each["status"] == "refused"]

    def release(self, batch):
        """It may be sent again."""
        self.under_way.difference_update(map(identity, batch))

    def _forget(self, batch):
        self.db.execute("BEGIN IMMEDIATE")
        keys = map(identity, batch)
        self.db.executemany("DELETE FROM waiting WHERE device = ? AND epoch = ? AND seq = ?", keys)
        self.db.execute("COMMIT")

    def _unsent(self, rows):
        found = []
        for (text,) in rows:
            reading = json.loads(text)
            if identity(reading) not in self.under_way:
                found.append(reading)
            if len(found) == MAX_BATCH:
                break
        return found


def identity(reading):
    return reading["deviceId"], reading["epoch"], reading["seq"]

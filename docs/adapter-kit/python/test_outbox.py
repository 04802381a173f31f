"""python3 -m unittest, in this folder: what needs no server."""

import os
import tempfile
import unittest

import oximeter
from outbox import MAX_BATCH, Outbox, identity


def answers(batch, status="stored"):
    refusal = {"refusal": {"code": "no-visit", "message": "No visit."}} if status == "refused" else {}
    return {"ok": True, "data": {"answers": [{"epoch": r["epoch"], "seq": r["seq"], "status": status, **refusal} for r in batch]}}


class OutboxTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.path = os.path.join(self.folder.name, "readings.db")
        self.outbox = Outbox(self.path)

    def tearDown(self):
        self.outbox.db.close()
        self.folder.cleanup()

    def measure(self, count, device="ox-1"):
        return [self.outbox.add(device, oximeter.reading(1_772_459_999_000 + n, n)) for n in range(count)]

    def restart(self):
        self.outbox.db.close()
        self.outbox = Outbox(self.path)

    def test_counts_from_one_for_each_device(self):
        self.assertEqual([each["seq"] for each in self.measure(3)], [1, 2, 3])
        self.assertEqual([each["seq"] for each in self.measure(2, "ox-2")], [1, 2])

    def test_no_identity_is_used_again_after_a_restart(self):
        before = self.measure(3)
        self.outbox.obey(before, answers(before))
        self.restart()
        after = self.measure(2)
        self.assertEqual([each["seq"] for each in after], [4, 5])
        self.assertEqual({each["epoch"] for each in before + after}, {before[0]["epoch"]})

    def test_what_is_unanswered_outlives_a_restart_as_it_is(self):
        before = self.measure(3)
        self.outbox.sending(before)
        self.restart()
        self.assertEqual(self.outbox.backlog(), before)

    def test_every_answer_is_final(self):
        for status in ("stored", "duplicate", "refused"):
            batch = self.measure(2)
            self.outbox.sending(batch)
            then, refusals = self.outbox.obey(batch, answers(batch, status))
            self.outbox.release(batch)
            self.assertEqual((then, len(refusals)), ("done", 2 if status == "refused" else 0))
            self.assertEqual((self.outbox.backlog(), self.outbox.size()), ([], 0))

    def test_silence_is_sent_again_the_same(self):
        batch = self.measure(2)
        self.outbox.sending(batch)
        self.assertEqual(self.outbox.backlog(), [])
        self.assertEqual(self.outbox.obey(batch, None), ("again", []))
        self.outbox.release(batch)
        self.assertEqual(self.outbox.backlog(), batch)

    def test_answers_that_do_not_fit_are_silence(self):
        batch = self.measure(2)
        self.assertEqual(self.outbox.obey(batch, answers(batch[:1]))[0], "again")
        self.assertEqual(self.outbox.size(), 2)

    def test_a_batch_that_could_not_be_taken_rests(self):
        batch = self.measure(2)
        refusal = {"code": "unavailable", "message": "Later."}
        self.assertEqual(self.outbox.obey(batch, {"ok": False, "refusal": refusal}), ("rest", [refusal]))
        self.assertEqual(self.outbox.size(), 2)

    def test_a_batch_refused_as_a_whole_is_dropped(self):
        batch = self.measure(2)
        self.outbox.obey(batch, {"ok": False, "refusal": {"code": "malformed", "message": "No."}})
        self.assertEqual(self.outbox.size(), 0)

    def test_newest_of_each_device_and_batches_of_at_most_500(self):
        first, second = self.measure(MAX_BATCH + 10), self.measure(2, "ox-2")
        self.assertEqual(sorted(map(identity, self.outbox.newest())), sorted(map(identity, [first[-1], second[-1]])))
        self.assertEqual(self.outbox.backlog(), first[:MAX_BATCH])

    def test_of_too_many_the_oldest_go(self):
        self.outbox.capacity = 3
        self.assertEqual([each["seq"] for each in self.measure(5)][-3:], [r["seq"] for r in self.outbox.backlog()])

    def test_no_number_without_a_signal(self):
        self.assertNotIn("spo2Pct", oximeter.reading(0, 55))
        self.assertEqual(oximeter.reading(0, 55)["quality"], "none")


if __name__ == "__main__":
    unittest.main()

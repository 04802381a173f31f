import os
import tempfile
import unittest

from own_key import OwnKey

KEY, NEXT = "vk_" + "a" * 43, "vk_" + "b" * 43


class OwnKeyTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.file = os.path.join(self.folder.name, "key")

    def write(self, text, mode=0o600):
        with open(self.file, "w", encoding="utf-8") as out:
            out.write(text)
        os.chmod(self.file, mode)

    def test_environment(self):
        self.assertEqual(OwnKey(None, {"VIGIL_ADAPTER_KEY": KEY + "\n"}).current(), KEY)
        self.assertIsNone(OwnKey(None, {}).current())

    def test_file_goes_before_the_environment_and_is_read_again(self):
        self.write(KEY + "\n")
        own = OwnKey(self.file, {"VIGIL_ADAPTER_KEY": NEXT})
        self.assertEqual(own.current(), KEY)
        self.write(NEXT)
        self.assertEqual(own.current(), NEXT)
        os.remove(self.file)
        with self.assertLogs("adapter", "WARNING"):
            self.assertEqual(own.current(), NEXT)

    def test_what_is_no_key_is_not_sent_and_not_logged(self):
        self.write("a password")
        with self.assertLogs("adapter", "WARNING") as said:
            self.assertIsNone(OwnKey(self.file, {}).current())
        self.assertNotIn("password", "".join(said.output))

    def test_a_file_that_others_may_read_is_warned_about(self):
        self.write(KEY, 0o644)
        with self.assertLogs("adapter", "WARNING") as said:
            OwnKey(self.file, {})
        self.assertIn("chmod 600", "".join(said.output))


if __name__ == "__main__":
    unittest.main()

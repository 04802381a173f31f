"""The adapter's own key: from a file or the environment, never from the command line, which every user of the machine can read."""

import logging
import os
import re
import stat

FORM = re.compile(r"vk_[A-Za-z0-9_-]{43}")
log = logging.getLogger("adapter")


class OwnKey:
    def __init__(self, file=None, environment=os.environ):
        self.file, self.known = file, environment.get("VIGIL_ADAPTER_KEY", "").strip() or None
        if file is not None and os.name == "posix" and os.path.exists(file):
            if stat.S_IMODE(os.stat(file).st_mode) & 0o077:
                log.warning("other users of this machine may read the key: chmod 600 %s", file)

    def current(self):
        """Asked at each connect: a new key in the file needs no restart. What the file holds is never logged."""
        if self.file is not None:
            try:
                with open(self.file, encoding="utf-8") as lines:
                    text = lines.read().strip()
                if FORM.fullmatch(text):
                    self.known = text
                else:
                    log.warning("%s holds no key", self.file)
            except (OSError, UnicodeDecodeError):
                log.warning("%s cannot be read", self.file)
        return self.known

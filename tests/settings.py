"""Settings of the test run: the shop's own, with what makes tests fast and alone."""

import os
import tempfile
from pathlib import Path

os.environ["CHOXA_ENV"] = "test"

from marketplace.settings import *  # noqa: F403

# One for every worker and every run: what a kept template of a database holds sealed is opened by whoever comes later.
SECRET_KEY = "the tests' own key, which opens what an earlier run has sealed"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Photos of one run, cleared with the machine's other temporary files.
MEDIA_ROOT = Path(tempfile.gettempdir()) / f"choxa-test-media-{os.getuid()}"
# Static files straight from the rooms, so that no test waits for them to be collected.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True

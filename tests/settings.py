"""Settings of the test run: the shop's own, with what makes tests fast and alone."""

import os

os.environ["CHOXA_ENV"] = "test"

from marketplace.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

"""Fixtures of several catalog tests."""

import pytest


@pytest.fixture
def media(settings, tmp_path):
    """The media storage in the test's own folder."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path

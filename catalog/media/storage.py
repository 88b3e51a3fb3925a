"""Where photos' files lie: written once under the picture's own key, removed when no row needs them any more.

Both sides hold the key's lock until their transaction ends, so that a photo added again can never lose its files to the
removal of its twin.
"""

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from catalog.media.processing import ProcessedPhoto, file_name
from catalog.models import Photo
from core.locks import lock_name


def store(made: ProcessedPhoto) -> None:
    """Write the files that are not there yet. Must run in the transaction that adds the photo's row."""
    _lock(made.key)
    for name, content in made.files.items():
        if not default_storage.exists(name):
            default_storage.save(name, ContentFile(content))


def remove_unused(key: str, widths: list[int]) -> None:
    """Delete a photo's files unless a row still shows them. Must run in a transaction; repetition changes nothing."""
    _lock(key)
    if Photo.objects.filter(key=key).exists():
        return
    for width in widths:
        for kind in ("webp", "jpg"):
            default_storage.delete(file_name(key, width, kind))


def _lock(key: str) -> None:
    lock_name(f"catalog.photo:{key}")

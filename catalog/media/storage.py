"""Storage of photos' files: written once under the picture's key, removed when no row uses them.

Writing and removing hold the key's lock until their transaction ends: a photo that is added again cannot lose its files
to the removal of an equal photo.
"""

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from catalog.media.processing import ProcessedPhoto, file_name
from catalog.models import Photo
from core.locks import lock_name


def store(photo: ProcessedPhoto) -> None:
    """Write the missing files. Must run in the transaction that adds the photo's row."""
    _lock(photo.key)
    for name, content in photo.files.items():
        if not default_storage.exists(name):
            default_storage.save(name, ContentFile(content))


def remove_unused(key: str, widths: list[int]) -> None:
    """Delete a photo's files unless a row uses them. Must run in a transaction; a second call changes nothing."""
    _lock(key)
    if Photo.objects.filter(key=key).exists():
        return
    for width in widths:
        for kind in ("webp", "jpg"):
            default_storage.delete(file_name(key, width, kind))


def _lock(key: str) -> None:
    lock_name(f"catalog.photo:{key}")

"""Photos added and deleted concurrently: no row without its files."""

from functools import partial

import pytest

from catalog import integrity
from catalog.media.services.add_photo import add_photo
from catalog.media.services.delete_photo import delete_photo
from catalog.models import Photo
from core.outbox import deliver_due
from tests import factories
from tests.catalog.media import pictures
from tests.parallel import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.threads]


def test_picture_added_and_removed_concurrently_keeps_its_files_consistent(media):
    data = pictures.encoded(pictures.plain(400, 400))
    products = [factories.make_product().product for _ in range(6)]

    def add_and_delete(product) -> None:
        for _round in range(4):
            photo = add_photo(product_id=product.pk, file=pictures.upload(data), actor=None)
            assert integrity.photos_have_files().problems == []
            delete_photo(photo_id=photo.pk, actor=None)
            deliver_due()
        add_photo(product_id=product.pk, file=pictures.upload(data), actor=None)

    assert at_once([partial(add_and_delete, product) for product in products]) == [None] * 6
    deliver_due()
    assert Photo.objects.count() == 6
    assert integrity.photos_have_files().problems == []
    assert len([path for path in media.rglob("*") if path.is_file()]) == 4


def test_photo_uploaded_twice_concurrently_is_stored_once(media):
    product = factories.make_product().product
    data = pictures.encoded(pictures.plain(400, 400))
    photos = at_once([lambda: add_photo(product_id=product.pk, file=pictures.upload(data), actor=None)] * 6)
    assert {photo.pk for photo in photos} == {Photo.objects.get().pk}


def test_concurrent_uploads_store_at_most_eight_photos(media):
    product = factories.make_product().product
    files = [pictures.encoded(pictures.plain(100, 100, f"#{n * 20:02x}0000")) for n in range(12)]
    at_once([partial(add_photo, product_id=product.pk, file=pictures.upload(data), actor=None) for data in files])
    assert sorted(Photo.objects.values_list("position", flat=True)) == list(range(8))

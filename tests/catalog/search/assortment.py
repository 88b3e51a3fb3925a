"""Twelve products with similar names."""

from catalog.products.services.create_product import create_product
from catalog.validation import VariantInput
from tests import factories

ASSORTMENT = [  # name, price, stock
    ("Xoài cát Chu Cao Lãnh", 245_000, 40),
    ("Xoài cát Hòa Lộc", 320_000, 10),
    ("Xoài sấy dẻo", 65_000, 0),
    ("Dưa hấu ruột đỏ", 80_000, 5),
    ("Dừa xiêm xanh", 120_000, 5),
    ("Dứa Tắc Cậu", 40_000, 5),
    ("Khóm Tân Phước", 35_000, 5),
    ("Khô heo cháy tỏi", 95_000, 5),
    ("Thịt lợn gác bếp", 210_000, 5),
    ("Gạo thơm Nàng Hoa", 150_000, 5),
    ("Thanh long ruột đỏ", 50_000, 5),
    ("Đu đủ chín cây", 30_000, 5),
]


def make() -> None:
    """Create them in this database, with one seller and one category."""
    factories.make_units()
    seller = factories.make_seller(name="HTX mẫu Bến Đò")
    category = factories.make_category(name="Đặc sản", slug="dac-san")
    for name, price, stock in ASSORTMENT:
        pack = VariantInput("Túi 1 kg", price, 1_100, 1_000, stock)
        create_product(seller=seller, category_id=category.pk, name=name, variants=[pack], publish=True, actor=None)

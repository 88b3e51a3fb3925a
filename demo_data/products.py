"""The pilot's categories, products with their illustrations, and sample certificates of invented sellers."""

from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from pathlib import Path

from accounts.models import User
from catalog.certificates.services.submit_certificate import submit_certificate
from catalog.certificates.services.verify_certificate import verify_certificate
from catalog.certificates.validity import VALID_MONTHS
from catalog.media.processing import ProcessedPhoto, process_photo
from catalog.models import Category, Certificate, ProduceDeclaration, Product
from catalog.produce_declarations.services.submit_declaration import submit_declaration
from catalog.produce_declarations.services.verify_declaration import verify_declaration
from catalog.products.services.create_product import create_product
from cooperatives.models import Seller
from core import clock
from core.clock import add_months
from demo_data import time_travel
from demo_data.content import CategoryRow, CertificateRow, DeclarationRow, ProductRow, SellerRow

# No real body is named on a sample certificate.
AUTHORITIES = {3: "Cơ quan mẫu cấp tỉnh", 4: "Cơ quan mẫu cấp tỉnh", 5: "Cơ quan mẫu trung ương"}
AFTER_ISSUE = timedelta(days=21)
Pictures = dict[Path, "Future[ProcessedPhoto]"]


def seed_categories(rows: Iterable[CategoryRow]) -> dict[str, Category]:
    """The categories in their order."""
    categories = {}
    for position, row in enumerate(rows, 1):
        values = {"name": row.name, "ocop_group": row.ocop_group, "position": position}
        categories[row.slug], _ = Category.objects.update_or_create(slug=row.slug, defaults=values)
    return categories


def missing(rows: Iterable[ProductRow], sellers: dict[str, SellerRow]) -> list[ProductRow]:
    """The products that their sellers do not have yet; existing ones are not changed."""
    known = set(Product.objects.values_list("seller__tax_code", "name"))
    return [row for row in rows if (sellers[row.seller].tax_code, row.name) not in known]


@contextmanager
def pictures_of(rows: Iterable[ProductRow]) -> Iterator[Pictures]:
    """Process every picture once, in two threads: Pillow releases the GIL."""
    paths = dict.fromkeys(path for row in rows for path in row.pictures)
    with ThreadPoolExecutor(max_workers=2) as pool:
        yield {path: pool.submit(_make_photo, path) for path in paths}


def _make_photo(path: Path) -> ProcessedPhoto:
    with path.open("rb") as file:
        return process_photo(file)


def seed_product(row: ProductRow, seller: Seller, categories: dict[str, Category], pictures: Pictures) -> Product:
    """The seller's product, its pictures marked as illustrations, its price as a sample."""
    return create_product(
        seller=seller,
        category_id=categories[row.category].pk,
        name=row.name,
        summary=row.summary,
        description=row.description,
        origin=row.origin,
        storage=row.storage,
        season_months=row.season_months,
        days_to_ship=row.days_to_ship,
        variants=row.variants,
        photos=[pictures[path].result() for path in row.pictures],
        photos_are_illustrations=True,
        publish=True,
        tax_category=row.tax_category,
        is_sample=True,
        actor=None,
    )


def seed_certificate(row: CertificateRow, product: Product, officer: User, joined: datetime) -> None:
    """The certificate with its own dates: some have expired since, some still wait for an officer."""
    if row.issued_on > clock.today() or Certificate.objects.filter(decision_no=row.decision_no).exists():
        return
    with time_travel.travel_to(_sent_at(row, joined)):
        certificate = submit_certificate(
            product_id=product.pk,
            stars=row.stars,
            decision_no=row.decision_no,
            authority=AUTHORITIES[row.stars],
            issued_on=row.issued_on,
            is_sample=True,
            actor=None,
        )
        if row.state == "verified":
            verify_certificate(certificate_id=certificate.pk, actor=officer)


def seed_declaration(row: DeclarationRow, product: Product, officer: User) -> None:
    """A household's declaration that the goods are its own produce."""
    if ProduceDeclaration.objects.filter(product=product).exists():
        return
    declaration = submit_declaration(product_id=product.pk, evidence=row.evidence, is_sample=True, actor=None)
    if row.state == "verified":
        verify_declaration(declaration_id=declaration.pk, actor=officer)


def _sent_at(row: CertificateRow, joined: datetime) -> datetime:
    """Three weeks after its issue or once the shop was open; while it was valid; not in the future."""
    issued = datetime.combine(row.issued_on, time(9), tzinfo=clock.VIETNAM)
    sent = max(issued + AFTER_ISSUE, joined)
    if sent.date() > add_months(row.issued_on, VALID_MONTHS):
        sent = issued + AFTER_ISSUE
    return min(sent, clock.now())

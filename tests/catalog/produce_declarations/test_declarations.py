"""Declarations of own unprocessed produce: submitted with evidence, exempt once verified, not after the product
changes.
"""

import pytest
import time_machine

from accounts.models import AuditEntry
from catalog.models import ProduceDeclaration, Product
from catalog.produce_declarations import queries
from catalog.produce_declarations.services.refuse_declaration import refuse_declaration
from catalog.produce_declarations.services.submit_declaration import submit_declaration
from catalog.produce_declarations.services.verify_declaration import verify_declaration
from catalog.produce_declarations.services.withdraw_declaration import withdraw_declaration
from catalog.products.services.update_product import update_product
from cooperatives.models import SellerMembership
from core.errors import DomainError, Forbidden, NotFound
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def product(units):
    seller = factories.make_seller(unit=units["30076"], kind="household", manager=factories.make_user())
    return factories.make_product(seller=seller).product


@pytest.fixture
def owner(product):
    return product.seller.memberships.get().user


@pytest.fixture
def officer(units):
    return factories.make_officer("commune", units["30076"])


def declare(product, actor=None, evidence="Sổ vườn năm 2026") -> ProduceDeclaration:
    return submit_declaration(product_id=product.pk, evidence=evidence, actor=actor)


def words(product) -> str:
    row = Product.objects.annotate(shown=queries.declaration_in_force()).get(pk=product.pk)
    return queries.evidence_words(row.shown)


@time_machine.travel("2026-11-22T18:30:00Z", tick=False)
def test_verified_declaration_makes_the_product_exempt(product, owner, officer) -> None:
    declaration = declare(product, owner)
    assert words(product) == ""
    assert list(queries.to_verify(officer)) == [declaration]
    verify_declaration(declaration_id=declaration.pk, actor=officer)
    verify_declaration(declaration_id=declaration.pk, actor=officer)
    assert words(product) == f"Khai báo {declaration.pk}, xác minh 23/11/2026: Sổ vườn năm 2026"
    assert list(queries.to_verify(officer)) == []
    assert list(AuditEntry.objects.order_by("pk").values_list("action", "actor")) == [
        ("produce.declare", owner.pk),
        ("produce.verify", officer.pk),
    ]


def test_longest_evidence_fits_the_tax_list(product, officer) -> None:
    declaration = declare(product, evidence="x" * 150)
    verify_declaration(declaration_id=declaration.pk, actor=officer)
    assert len(words(product)) == 182 + len(str(declaration.pk))  # of 200: room for any number a declaration may have
    with pytest.raises(DomainError) as error:
        declare(factories.make_product(seller=product.seller).product, evidence="x" * 151)
    assert error.value.field == "evidence"


def test_second_open_declaration_or_missing_evidence_is_refused(product, owner, officer) -> None:
    with pytest.raises(DomainError) as error:
        declare(product, owner, evidence=" . ")
    assert (error.value.code, error.value.field) == ("REQUIRED", "evidence")
    declaration = declare(product, owner)
    with pytest.raises(DomainError) as error:
        declare(product, owner)
    assert error.value.code == "UNIQUE"
    refuse_declaration(declaration_id=declaration.pk, actor=officer, reason="Sổ vườn không ghi xoài")
    refused = ProduceDeclaration.objects.get()
    assert (refused.refusal, words(product)) == ("Sổ vườn không ghi xoài", "")
    second = declare(product, owner)
    assert ProduceDeclaration.objects.count() == 2
    with pytest.raises(DomainError):
        verify_declaration(declaration_id=declaration.pk, actor=officer)
    assert ProduceDeclaration.objects.get(pk=second.pk).verified_at is None


def test_processed_goods_cannot_be_declared(product, owner) -> None:
    update_product(product_id=product.pk, actor=owner, tax_category="manufacture")
    with pytest.raises(DomainError) as error:
        declare(product, owner)
    assert error.value.field == "evidence"
    assert not ProduceDeclaration.objects.exists()


def test_verification_ends_when_the_product_changes(product, owner, officer) -> None:
    declaration = declare(product, owner)
    verify_declaration(declaration_id=declaration.pk, actor=officer)
    update_product(product_id=product.pk, actor=owner, summary="Ngọt thanh", days_to_ship=3)
    assert words(product) != ""
    update_product(product_id=product.pk, actor=owner, name="Xoài sấy dẻo")
    assert words(product) == ""
    assert list(queries.to_verify(officer)) == [declaration]
    update_product(product_id=product.pk, actor=owner, tax_category="manufacture")
    declaration.refresh_from_db()
    assert (declaration.withdrawn_at is None, list(queries.to_verify(officer))) == (False, [])


def test_seller_withdraws_a_declaration(product, owner, officer) -> None:
    declaration = declare(product, owner)
    verify_declaration(declaration_id=declaration.pk, actor=officer)
    withdraw_declaration(declaration_id=declaration.pk, actor=owner)
    assert words(product) == ""
    with pytest.raises(DomainError):
        verify_declaration(declaration_id=declaration.pk, actor=officer)


def test_users_without_rights_are_refused(units, product, owner, officer) -> None:
    declaration = declare(product, owner)
    strangers = [factories.make_user(), owner, factories.make_officer("commune", units["30112"])]
    SellerMembership.objects.create(user=officer, seller=product.seller, role="staff")
    for actor in [*strangers, officer]:
        with pytest.raises(Forbidden):
            verify_declaration(declaration_id=declaration.pk, actor=actor)
        with pytest.raises(Forbidden):
            refuse_declaration(declaration_id=declaration.pk, actor=actor, reason="Không")
    with pytest.raises(Forbidden):
        withdraw_declaration(declaration_id=declaration.pk, actor=strangers[0])
    with pytest.raises(NotFound):
        verify_declaration(declaration_id=10**9, actor=officer)
    declaration.refresh_from_db()
    assert (declaration.verified_at, declaration.refused_at, declaration.withdrawn_at) == (None, None, None)

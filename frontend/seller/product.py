"""One product: its texts, pack sizes, photos and certificates, each saved separately."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from catalog.certificates.services.submit_certificate import submit_certificate
from catalog.media.presenters import photo_urls
from catalog.media.services.add_photo import add_photo
from catalog.media.services.delete_photo import delete_photo
from catalog.models import Photo, ProduceDeclaration, Product, Variant
from catalog.produce_declarations.services.submit_declaration import submit_declaration
from catalog.produce_declarations.services.withdraw_declaration import withdraw_declaration
from catalog.products.queries import category_summaries, seller_products
from catalog.products.services.add_variant import add_variant
from catalog.products.services.publish_product import publish_product
from catalog.products.services.update_product import update_product
from catalog.products.services.update_variant import update_variant
from catalog.validation import MAX_PHOTOS
from core.errors import DomainError, NotFound
from core.http.limits import PHOTOS, takes_files
from frontend.common.submit import perform, submit
from frontend.seller.acting import SellerRequest, seller_page
from frontend.seller.forms.product import (
    SERVICE_FIELDS,
    CertificateForm,
    DeclarationForm,
    PackEditForm,
    PackForm,
    PhotosForm,
    ProductForm,
)


@require_http_methods(["GET", "HEAD", "POST"])
@seller_page
def product(request: SellerRequest, product_id: int) -> HttpResponse:
    """The whole page; POST saves the texts."""
    if request.method != "POST":
        return _page(request, product_id)
    row = _find(request, product_id)
    form = ProductForm(request.POST, categories=category_summaries())
    if submit(
        form, lambda: update_product(product_id=row.pk, actor=request.user, **form.cleaned_data), fields=SERVICE_FIELDS
    ):
        return _saved(request, product_id, _("Đã lưu."))
    return _page(request, product_id, words=form)


@require_POST
@seller_page
def publish(request: SellerRequest, product_id: int) -> HttpResponse:
    row = _find(request, product_id)
    is_published = request.POST.get("publish") == "1"
    if not perform(request, lambda: publish_product(product_id=row.pk, actor=request.user, publish=is_published)):
        return redirect("seller:product", product_id)
    return _saved(
        request, product_id, _("Đã đăng bán.") if is_published else _("Đã ngừng bán. Đơn đã đặt vẫn giao như hẹn.")
    )


@require_POST
@seller_page
def new_pack(request: SellerRequest, product_id: int) -> HttpResponse:
    row = _find(request, product_id)
    form = PackForm(request.POST, prefix="new")
    if submit(
        form, lambda: add_variant(product_id=row.pk, pack=form.as_input(), actor=request.user), fields=SERVICE_FIELDS
    ):
        return _saved(request, product_id, _("Đã thêm quy cách."))
    return _page(request, product_id, new_pack=form)


@require_POST
@seller_page
def pack(request: SellerRequest, product_id: int, variant_id: int) -> HttpResponse:
    """Change one pack size, or stop and resume selling it."""
    row = _find(request, product_id)
    variant = Variant.objects.filter(pk=variant_id, product=row).first()
    if variant is None:
        raise NotFound(_("Không tìm thấy quy cách hàng này."))
    update = partial(update_variant, variant_id=variant.pk, actor=request.user)
    if "is_active" in request.POST:
        if not perform(request, lambda: update(is_active=request.POST["is_active"] == "1")):
            return redirect("seller:product", product_id)
        return _saved(request, product_id, _("Đã lưu quy cách %(name)s.") % {"name": variant.name})
    form = PackEditForm(request.POST, prefix=f"pack{variant.pk}")
    if not submit(form, lambda: update(**form.changes()), fields=SERVICE_FIELDS):
        return _page(request, product_id, edited={variant.pk: form})
    return _saved(request, product_id, _("Đã lưu quy cách %(name)s.") % {"name": form.as_input().name})


@takes_files(PHOTOS)
@require_POST
@seller_page
def photos(request: SellerRequest, product_id: int) -> HttpResponse:
    """Add photos one by one: valid ones are stored, each invalid one is named."""
    row = _find(request, product_id)
    form = PhotosForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, product_id, photos=form)
    added = 0
    for file in form.cleaned_data["photos"][: MAX_PHOTOS + 1]:
        try:
            add_photo(product_id=row.pk, file=file, actor=request.user)
            added += 1
        except DomainError as refusal:  # one photo of several is invalid: the others are added
            form.add_error("photos", f"{file.name}: {refusal.message}")
    if added:
        messages.success(request, _("Đã thêm %(count)d ảnh.") % {"count": added})
    return _page(request, product_id, photos=form) if form.errors else redirect("seller:product", product_id)


@require_POST
@seller_page
def remove_photo(request: SellerRequest, product_id: int, photo_id: int) -> HttpResponse:
    row = _find(request, product_id)
    if not Photo.objects.filter(pk=photo_id, product=row).exists():
        raise NotFound(_("Không tìm thấy ảnh này."))
    delete_photo(photo_id=photo_id, actor=request.user)
    return _saved(request, product_id, _("Đã bỏ ảnh."))


@require_POST
@seller_page
def certificate(request: SellerRequest, product_id: int) -> HttpResponse:
    row = _find(request, product_id)
    form = CertificateForm(request.POST, prefix="ocop")
    if submit(
        form,
        lambda: submit_certificate(product_id=row.pk, actor=request.user, **form.cleaned_data),
        fields=SERVICE_FIELDS,
    ):
        return _saved(request, product_id, _("Đã gửi giấy chứng nhận. Sao hiện ra khi cán bộ xác minh xong."))
    return _page(request, product_id, certificate=form)


@require_POST
@seller_page
def declare(request: SellerRequest, product_id: int) -> HttpResponse:
    """Declare the product as own unprocessed produce; it is exempt from tax after an officer's verification."""
    row = _find(request, product_id)
    form = DeclarationForm(request.POST, prefix="declaration")
    if submit(
        form,
        lambda: submit_declaration(
            product_id=row.pk, actor=request.user, is_sample=request.seller.is_sample, **form.cleaned_data
        ),
        fields=SERVICE_FIELDS,
    ):
        return _saved(request, product_id, _("Đã gửi khai báo. Được miễn thuế từ khi cán bộ xác minh."))
    return _page(request, product_id, declaration=form)


@require_POST
@seller_page
def withdraw_own_produce(request: SellerRequest, product_id: int, declaration_id: int) -> HttpResponse:
    row = _find(request, product_id)
    if not ProduceDeclaration.objects.filter(pk=declaration_id, product=row).exists():
        raise NotFound(_("Không tìm thấy khai báo này."))
    withdraw_declaration(declaration_id=declaration_id, actor=request.user)
    return _saved(request, product_id, _("Đã thôi khai: từ bây giờ món này tính thuế như hàng hóa."))


def _find(request: SellerRequest, product_id: int) -> Product:
    row = Product.objects.filter(pk=product_id, seller=request.seller).first()
    if row is None:
        raise NotFound(_("Không tìm thấy món hàng này trong gian hàng."))
    return row


def _saved(request: HttpRequest, product_id: int, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("seller:product", product_id)


def _page(
    request: SellerRequest,
    product_id: int,
    *,
    words: ProductForm | None = None,
    new_pack: PackForm | None = None,
    edited: dict[int, PackEditForm] | None = None,
    photos: PhotosForm | None = None,
    certificate: CertificateForm | None = None,
    declaration: DeclarationForm | None = None,
) -> HttpResponse:
    """The page, with the refused form."""
    row = seller_products(request.seller).filter(pk=product_id).first()
    if row is None:
        raise NotFound(_("Không tìm thấy món hàng này trong gian hàng."))
    refused = any((words, new_pack, edited, photos, certificate, declaration))
    declared = list(ProduceDeclaration.objects.filter(product=row).order_by("-pk"))
    context: dict[str, Any] = {
        "product": row,
        "packs": [(pack, (edited or {}).get(pack.pk) or _pack_form(pack)) for pack in row.packs],  # type: ignore[attr-defined]
        "pictures": [photo_urls(photo) for photo in row.pictures],  # type: ignore[attr-defined]
        "papers": row.papers,  # type: ignore[attr-defined]
        "words": words or ProductForm(initial=ProductForm.initial_from(row), categories=category_summaries()),
        "new_pack": new_pack or PackForm(prefix="new"),
        "photos": photos or PhotosForm(),
        "certificate": certificate or CertificateForm(prefix="ocop", initial={"group": row.category.ocop_group}),
        "declaration": declaration or DeclarationForm(prefix="declaration"),
        "declared": declared,
        "standing": next(
            (
                declaration_row
                for declaration_row in declared
                if not declaration_row.refused_at and not declaration_row.withdrawn_at
            ),
            None,
        ),
        "refused": refused,
    }
    return render(request, "seller/product.html", context, status=422 if refused else 200)


def _pack_form(variant: Variant) -> PackEditForm:
    initial = {"pack": variant.name} | {name: getattr(variant, name) for name in ("price", "weight_g", "net_weight_g")}
    return PackEditForm(prefix=f"pack{variant.pk}", initial=initial)

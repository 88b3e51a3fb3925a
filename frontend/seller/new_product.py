"""Add a product with photos from a phone. A refused form keeps the input; with JavaScript the chosen photos, too."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalog.products.queries import category_summaries
from catalog.products.services.create_product import create_product
from core.http.limits import PHOTOS, takes_files
from frontend.common.submit import submit
from frontend.seller.acting import SellerRequest, seller_page
from frontend.seller.forms.product import SERVICE_FIELDS, NewProductForm


@takes_files(PHOTOS)
@require_http_methods(["GET", "HEAD", "POST"])
@seller_page
def new_product(request: SellerRequest) -> HttpResponse:
    categories = category_summaries()
    if request.method != "POST":
        return render(request, "seller/new_product.html", {"form": NewProductForm(categories=categories)})
    form = NewProductForm(request.POST, request.FILES, categories=categories)
    sent = submit(form, lambda: _create(request, form), fields=SERVICE_FIELDS)
    if sent:
        return sent.value
    context = {"form": form, "photos_lost": bool(request.FILES) and not request.headers.get("HX-Request")}
    # htmx swaps only successful responses; without scripts the status does not matter.
    status = 200 if request.headers.get("HX-Request") else 422
    return render(request, "seller/new_product.html", context, status=status)


def _create(request: SellerRequest, form: NewProductForm) -> HttpResponse:
    data = form.cleaned_data
    publish = "publish" in request.POST
    words = {name: data[name] for name in NewProductForm.WORDS}
    product = create_product(
        seller=request.seller, actor=request.user, variants=[form.as_input()], photos=data["photos"], publish=publish,
        is_sample=request.seller.is_sample, **words,
    )  # fmt: skip
    messages.success(
        request, (_("Đã đăng bán %(name)s.") if publish else _("Đã lưu %(name)s.")) % {"name": product.name}
    )
    address = reverse("seller:product", args=[product.pk])
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)

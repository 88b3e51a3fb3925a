"""The workspace's addresses."""

from django.urls import path

from frontend.seller import bank_feeds, members, order, pos, product, returns, shop, transfers
from frontend.seller.choose_seller import choosing
from frontend.seller.goods import goods, stock
from frontend.seller.money import draw, money, money_pdf, money_xlsx
from frontend.seller.new_product import new_product
from frontend.seller.on_behalf import on_behalf
from frontend.seller.orders import orders
from frontend.seller.tax import tax, tax_pdf, tax_xlsx
from frontend.seller.today import today

app_name = "seller"
urlpatterns = [
    path("", today, name="today"),
    path("don/", orders, name="orders"),
    path("don/<str:code>/", order.order, name="order"),
    path("don/<str:code>/xac-nhan", order.confirm, name="order-confirm"),
    path("don/<str:code>/da-goi", order.phone_confirmed, name="order-confirm-phone"),
    path("don/<str:code>/giao", order.fulfill, name="order-fulfill"),
    path("don/<str:code>/da-nhan-tien", order.mark_paid, name="order-mark-paid"),
    path("don/<str:code>/da-tra-lai", order.refund_confirmed, name="order-confirm-refund"),
    path("don/<str:code>/hoan-tien/", returns.new_return, name="order-open-return"),
    path("don/<str:code>/hoan-tien/nhan", returns.accept, name="return-accept"),
    path("don/<str:code>/hoan-tien/khong", returns.decline, name="return-decline"),
    path("don/<str:code>/huy", order.cancel, name="order-cancel"),
    path("don/<str:code>/phieu", order.slip, name="order-slip"),
    path("hang/", goods, name="goods"),
    path("hang/them/", new_product, name="new-product"),
    path("hang/ton/<int:variant_id>", stock, name="stock"),
    path("hang/<int:product_id>/", product.product, name="product"),
    path("hang/<int:product_id>/dang", product.publish, name="product-publish"),
    path("hang/<int:product_id>/quy-cach", product.new_pack, name="product-new-pack"),
    path("hang/<int:product_id>/quy-cach/<int:variant_id>", product.pack, name="product-pack"),
    path("hang/<int:product_id>/anh", product.photos, name="product-photos"),
    path("hang/<int:product_id>/anh/<int:photo_id>/bo", product.remove_photo, name="product-remove-photo"),
    path("hang/<int:product_id>/ocop", product.certificate, name="product-certificate"),
    path("hang/<int:product_id>/nha-trong", product.declare, name="declaration-submit"),
    path(
        "hang/<int:product_id>/nha-trong/<int:declaration_id>/thoi",
        product.withdraw_own_produce,
        name="declaration-withdraw",
    ),
    path("cho/", pos.new_sale, name="pos"),
    path("cho/<str:code>/", pos.sale, name="pos-sale"),
    path("cho/<str:code>/trang-thai", pos.part, name="pos-sale-part"),
    path("cho/<str:code>/da-nhan", pos.mark_paid, name="pos-sale-mark-paid"),
    path("cho/<str:code>/bo", pos.cancel, name="pos-sale-cancel"),
    path("cho/<str:code>/huy", pos.void, name="pos-sale-void"),
    path("tien/", money, name="money"),
    path("tien/bang-ke.pdf", money_pdf, name="money-pdf"),
    path("tien/bang-ke.xlsx", money_xlsx, name="money-xlsx"),
    path("tien/thue/", tax, name="tax"),
    path("tien/thue/<int:year>.pdf", tax_pdf, name="tax-pdf"),
    path("tien/thue/<int:year>.xlsx", tax_xlsx, name="tax-xlsx"),
    path("tien/chua-ro/", transfers.transfers, name="transfers"),
    path("tien/chua-ro/<int:transfer_id>", transfers.answer, name="transfer-answer"),
    path("tien/rut", draw, name="request-payout"),
    path("chon/", choosing, name="choose"),
    path("lam-thay/", on_behalf, name="on-behalf"),
    path("thanh-vien/", members.members, name="members"),
    path("thanh-vien/<int:household_id>/dong-y", members.agree, name="member-agree"),
    path("thanh-vien/<int:household_id>/rut", members.withdraw, name="member-withdraw"),
    path("gian-hang/", shop.shop, name="shop"),
    path("gian-hang/giao/<int:method_id>", shop.offer, name="shop-offer"),
    path("gian-hang/phi/<int:method_id>", shop.rates, name="shop-rates"),
    path("gian-hang/ngan-hang", shop.bank, name="shop-bank"),
    path("gian-hang/lich-nhan-tien", shop.schedule, name="shop-schedule"),
    path("gian-hang/bao-tien/", bank_feeds.feeds, name="shop-feeds"),
    path("gian-hang/bao-tien/<int:feed_id>/bo", bank_feeds.drop, name="shop-feed-remove"),
    path("gian-hang/dong-y/<int:cooperative_id>", shop.consent, name="shop-consent"),
]

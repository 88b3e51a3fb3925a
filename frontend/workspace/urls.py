"""The workspace's addresses."""

from django.urls import path

from frontend.workspace import counter, feeds, giving_back, members, order, product, shop, transfers
from frontend.workspace.choosing import choosing
from frontend.workspace.goods import goods, stock
from frontend.workspace.money import draw, money, money_pdf, money_xlsx
from frontend.workspace.new_product import new_product
from frontend.workspace.on_behalf import on_behalf
from frontend.workspace.orders import orders
from frontend.workspace.tax import tax, tax_pdf, tax_xlsx
from frontend.workspace.today import today

app_name = "workspace"
urlpatterns = [
    path("", today, name="today"),
    path("don/", orders, name="orders"),
    path("don/<str:code>/", order.order, name="order"),
    path("don/<str:code>/xac-nhan", order.confirm, name="order-confirm"),
    path("don/<str:code>/da-goi", order.called, name="order-called"),
    path("don/<str:code>/giao", order.deliver, name="order-deliver"),
    path("don/<str:code>/da-nhan-tien", order.received, name="order-received"),
    path("don/<str:code>/da-tra-lai", order.returned, name="order-returned"),
    path("don/<str:code>/hoan-tien/", giving_back.give, name="order-give"),
    path("don/<str:code>/hoan-tien/nhan", giving_back.accept, name="return-accept"),
    path("don/<str:code>/hoan-tien/khong", giving_back.decline, name="return-decline"),
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
    path("hang/<int:product_id>/anh/<int:photo_id>/bo", product.drop_photo, name="product-drop-photo"),
    path("hang/<int:product_id>/ocop", product.certificate, name="product-certificate"),
    path("hang/<int:product_id>/nha-trong", product.declare, name="product-declare"),
    path("hang/<int:product_id>/nha-trong/<int:declaration_id>/thoi", product.undeclare, name="product-undeclare"),
    path("cho/", counter.counter, name="counter"),
    path("cho/<str:code>/", counter.sale, name="counter-sale"),
    path("cho/<str:code>/trang-thai", counter.part, name="counter-part"),
    path("cho/<str:code>/da-nhan", counter.received, name="counter-received"),
    path("cho/<str:code>/bo", counter.cancel, name="counter-cancel"),
    path("cho/<str:code>/huy", counter.undo, name="counter-undo"),
    path("tien/", money, name="money"),
    path("tien/bang-ke.pdf", money_pdf, name="money-pdf"),
    path("tien/bang-ke.xlsx", money_xlsx, name="money-xlsx"),
    path("tien/thue/", tax, name="tax"),
    path("tien/thue/<int:year>.pdf", tax_pdf, name="tax-pdf"),
    path("tien/thue/<int:year>.xlsx", tax_xlsx, name="tax-xlsx"),
    path("tien/chua-ro/", transfers.transfers, name="transfers"),
    path("tien/chua-ro/<int:transfer_id>", transfers.answer, name="transfer-answer"),
    path("tien/rut", draw, name="money-draw"),
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
    path("gian-hang/bao-tien/", feeds.feeds, name="shop-feeds"),
    path("gian-hang/bao-tien/<int:feed_id>/bo", feeds.drop, name="shop-feed-drop"),
    path("gian-hang/dong-y/<int:cooperative_id>", shop.consent, name="shop-consent"),
]

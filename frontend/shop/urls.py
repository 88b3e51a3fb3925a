"""The shop's addresses."""

from django.urls import path

from frontend.shop import returns
from frontend.shop.address import choose_place, suggest
from frontend.shop.awaiting_payment import restore_to_cart
from frontend.shop.cart import add, cart, change
from frontend.shop.checkout import checkout, delivery
from frontend.shop.home import home
from frontend.shop.language import language
from frontend.shop.order import cancel, order
from frontend.shop.orders import forget_orders, orders
from frontend.shop.payment import pay_again, payment, payment_part
from frontend.shop.payment_return import payment_return
from frontend.shop.policy import policy
from frontend.shop.product import product
from frontend.shop.receipt import receipt
from frontend.shop.review import place, review
from frontend.shop.search import search
from frontend.shop.seller import seller

app_name = "shop"
urlpatterns = [
    path("", home, name="home"),
    path("tim", search, name="search"),
    path("hang/<slug:slug>-<int:product_id>/", product, name="product"),
    path("nguoi-ban/<slug:slug>/", seller, name="seller"),
    path("gio/", cart, name="cart"),
    path("gio/them", add, name="cart-add"),
    path("gio/sua", change, name="cart-change"),
    path("dat-hang/", checkout, name="checkout"),
    path("dat-hang/giao", delivery, name="checkout-delivery"),
    path("dat-hang/xem-lai/", review, name="review"),
    path("dat-hang/dat", place, name="place"),
    path("thanh-toan/<slug:provider>/tro-ve", payment_return, name="payment-return"),
    path("thanh-toan/<str:code>/", payment, name="payment"),
    path("thanh-toan/<str:code>/trang-thai", payment_part, name="payment-part"),
    path("thanh-toan/<str:code>/tra-lai", pay_again, name="pay-again"),
    path("don/", orders, name="orders"),
    path("don/quen", forget_orders, name="orders-forget"),
    path("don/<str:code>/", order, name="order"),
    path("don/<str:code>/huy", cancel, name="order-cancel"),
    path("don/<str:code>/vao-gio", restore_to_cart, name="order-restore-cart"),
    path("don/<str:code>/hoan-tien/", returns.ask, name="order-return"),
    path("don/<str:code>/hoan-tien/rut", returns.withdraw, name="order-return-withdraw"),
    path("bien-nhan/<str:code>/", receipt, name="receipt"),
    path("dia-chi/goi-y", suggest, name="suggest"),
    path("dia-chi/xa", choose_place, name="choose-place"),
    path("chinh-sach/<slug:slug>/", policy, name="policy"),
    path("ngon-ngu", language, name="language"),
]

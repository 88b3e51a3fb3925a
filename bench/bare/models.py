"""The columns of the shop's tables that the bare view reads; the tables are the shop's."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Seller(models.Model):
    name = models.TextField()
    slug = models.TextField()
    is_active = models.BooleanField()
    verified_at = models.DateTimeField(null=True)

    class Meta:
        managed = False
        db_table = "cooperatives_seller"


class Category(models.Model):
    name = models.TextField()
    slug = models.TextField()

    class Meta:
        managed = False
        db_table = "catalog_category"


class Product(models.Model):
    seller = models.ForeignKey(Seller, on_delete=models.DO_NOTHING)
    category = models.ForeignKey(Category, on_delete=models.DO_NOTHING)
    name = models.TextField()
    slug = models.TextField()
    summary = models.TextField()
    description = models.TextField()
    origin = models.TextField()
    storage = models.TextField()
    season_months = ArrayField(models.PositiveSmallIntegerField())
    days_to_ship = models.PositiveSmallIntegerField()
    is_published = models.BooleanField()
    created_at = models.DateTimeField()
    price_from = models.BigIntegerField(null=True)

    class Meta:
        managed = False
        db_table = "catalog_product"


class Variant(models.Model):
    product = models.ForeignKey(Product, on_delete=models.DO_NOTHING)
    name = models.TextField()
    sku = models.TextField()
    price = models.BigIntegerField()
    weight_g = models.PositiveIntegerField()
    on_hand = models.IntegerField()
    reserved = models.IntegerField()
    position = models.PositiveSmallIntegerField()
    is_active = models.BooleanField()

    class Meta:
        managed = False
        db_table = "catalog_variant"


class Photo(models.Model):
    product = models.ForeignKey(Product, on_delete=models.DO_NOTHING)
    key = models.TextField()
    widths = models.JSONField()
    alt = models.TextField()
    position = models.PositiveSmallIntegerField()

    class Meta:
        managed = False
        db_table = "catalog_photo"


class Certificate(models.Model):
    product = models.ForeignKey(Product, on_delete=models.DO_NOTHING)
    stars = models.PositiveSmallIntegerField()
    issued_on = models.DateField()
    expires_on = models.DateField()
    verified_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)

    class Meta:
        managed = False
        db_table = "catalog_certificate"

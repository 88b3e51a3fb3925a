"""The root of the GraphQL API: each room's queries and mutations, put together."""

import graphene

from accounts.graphql.mutations import Mutations as AccountMutations
from accounts.graphql.queries import Queries as AccountQueries
from catalog.graphql.queries import Queries as CatalogQueries
from catalog.validation import MAX_PHOTOS
from core.graphql.cacheable import CacheableFields
from core.response_cache.scopes import Scope
from orders.graphql.checkout_create import CheckoutCreate
from orders.graphql.checkout_mutations import (
    CheckoutDeliveryMethodUpdate,
    CheckoutEmailUpdate,
    CheckoutLinesAdd,
    CheckoutLinesDelete,
    CheckoutLinesUpdate,
    CheckoutShippingAddressUpdate,
)
from orders.graphql.payment_mutations import CheckoutComplete, TransactionInitialize
from orders.graphql.queries import Queries as OrderQueries


class Query(CatalogQueries, OrderQueries, AccountQueries, graphene.ObjectType):
    """What can be read."""


class Mutation(AccountMutations, graphene.ObjectType):
    """What can be done."""

    checkout_create = CheckoutCreate.Field()
    checkout_lines_add = CheckoutLinesAdd.Field()
    checkout_lines_update = CheckoutLinesUpdate.Field()
    checkout_lines_delete = CheckoutLinesDelete.Field()
    checkout_email_update = CheckoutEmailUpdate.Field()
    checkout_shipping_address_update = CheckoutShippingAddressUpdate.Field()
    checkout_delivery_method_update = CheckoutDeliveryMethodUpdate.Field()
    transaction_initialize = TransactionInitialize.Field()
    checkout_complete = CheckoutComplete.Field()


_GOODS = (Scope.CATALOG, Scope.SELLERS)
# Answers to guests that may be cached. Exact stock is always read anew.
CACHEABLE_FIELDS = CacheableFields(
    roots={"products": _GOODS, "product": _GOODS, "categories": _GOODS, "__schema": (), "__type": (), "__typename": ()},
    exact=frozenset({"quantityAvailable"}),
)
schema = graphene.Schema(query=Query, mutation=Mutation)
# The maximum sizes of lists, for the cost of a query: {(type, field): entries}.
LIST_SIZES = {("Product", "media"): MAX_PHOTOS, ("Product", "seasonMonths"): 12}

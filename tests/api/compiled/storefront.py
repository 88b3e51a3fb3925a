"""Documents of a storefront in the style of Saleor's: fragments, variables with defaults, directives, nesting."""

MONEY = "fragment Price on TaxedMoney { currency gross { amount currency } net { amount } tax { amount } }"
SELLER = """fragment SellerDetails on Seller { id name slug kind about taxCode verifiedAt isSample
  commune { code name provinceCode province } }"""
VARIANT = f"""fragment VariantDetails on ProductVariant {{ id name sku quantityAvailable weightG
  pricing {{ price {{ ...Price }} pricePerKg {{ amount currency }} }} }} {MONEY}"""
LIST_ITEM = """fragment ProductListItem on Product { id name slug isSample ocopStars seasonMonths
  pricing { priceFrom { gross { amount currency } } } category { id name }
  thumbnail: media { url alt srcsetWebp isIllustration } }"""
DETAILS = f"""fragment ProductDetails on Product {{ __typename id name slug summary description origin storage
  seasonMonths daysToShip ocopStars isSample created updatedAt category {{ id name slug ocopGroup }}
  seller {{ ...SellerDetails }} pricing {{ priceFrom {{ ...Price }} }} variants {{ ...VariantDetails }}
  media {{ id url srcsetWebp alt isIllustration }} }} {SELLER} {VARIANT}"""
CART = f"""fragment Cart on Checkout {{ id token email phone note quantity
  lines {{ id quantity unitPrice {{ gross {{ amount }} }} totalPrice {{ ...Price }}
    variant {{ id name product {{ id name slug media {{ url alt }} seller {{ name }} }} }} }}
  deliveryGroups {{ seller {{ id name }} lines {{ id }} shippingMethods {{ id name description carrier
    price {{ amount }} arrivesFrom arrivesTo }} deliveryMethod {{ id }} subtotalPrice {{ ...Price }}
    shippingPrice {{ ...Price }} totalPrice {{ ...Price }} }}
  shippingAddress {{ id firstName phone streetAddress1 commune {{ name province }} }}
  availablePaymentGateways {{ id name }} problems {{ code message blocking }}
  subtotalPrice {{ ...Price }} shippingPrice {{ ...Price }} totalPrice {{ ...Price }}
  orders {{ number status }} }} {MONEY}"""
ORDER = f"""fragment OrderDetails on Order {{ id number created status chargeStatus isPaid paidAt paymentMethod
  seller {{ name }} lines {{ id productName variantName quantity unitPrice {{ ...Price }} totalPrice {{ ...Price }}
  variant {{ id name }} }} shippingMethodName arrivesFrom arrivesTo shippingAddress {{ firstName commune {{ code }} }}
  subtotal {{ ...Price }} shippingPrice {{ ...Price }} total {{ ...Price }} totalRefunded {{ ...Price }} }} {MONEY}"""

# (document, names of variables that `test_equal` fills)
STOREFRONT: list[str] = [
    "query MenuGetBySlug { categories { id name slug ocopGroup } }",
    "{ menu: categories { label: name slug } me { id } }",
    "query CurrentUser { me { id email phone fullName } }",
    f"""query ProductListPaginated($first: Int = 12, $after: String, $sort: ProductOrder) {{
      products(first: $first, after: $after, sortBy: $sort) {{ totalCount correctedSearch
      edges {{ node {{ ...ProductListItem }} cursor }}
      pageInfo {{ endCursor hasNextPage hasPreviousPage startCursor }} }} }} {LIST_ITEM}""",
    f"query ProductList {{ products(first: 9) {{ edges {{ node {{ ...ProductListItem }} }} }} }} {LIST_ITEM}",
    f"""query ProductListByCategory($where: ProductWhereInput) {{ products(where: $where) {{
      edges {{ node {{ ...ProductListItem }} }} totalCount }} }} {LIST_ITEM}""",
    f"""query SearchProducts($search: String!, $sort: OrderDirection!) {{
      products(first: 5, search: $search, sortBy: {{field: PRICE, direction: $sort}}) {{
      totalCount correctedSearch edges {{ node {{ ...ProductListItem }} cursor }} }} }} {LIST_ITEM}""",
    f"query ProductDetails($id: ID) {{ product(id: $id) {{ ...ProductDetails }} }} {DETAILS}",
    f"query ProductDetails($slug: String) {{ product(slug: $slug) {{ ...ProductDetails }} }} {DETAILS}",
    f"query Everything {{ products(first: 20) {{ edges {{ node {{ ...ProductDetails }} }} }} }} {DETAILS}",
    """query ($full: Boolean = false, $brief: Boolean!) { products { edges { node { name
      ... @include(if: $full) { summary variants { sku } } description @skip(if: $brief)
      ... on Product { slug } } } } }""",
    "{ a: products(first: 1) { totalCount } b: products(first: 2) { totalCount edges { node { name } } } }",
    "{ products(first: 2) { edges { node { name } } edges { node { slug name } cursor } totalCount } }",
    "{ products { edges { node { name: slug slug: name __typename kind: __typename } } __typename } __typename }",
    "{ products(first: 3) { edges { node { variants { product { seller { name } variants { name } } } } } } }",
    f"query CheckoutFind($checkout: ID!) {{ checkout(id: $checkout) {{ ...Cart }} }} {CART}",
    "query ($checkout: ID!) { checkout(id: $checkout) { lines { variant { product { name } } } } me { id } }",
    f"query OrderById($order: ID!) {{ order(id: $order) {{ ...OrderDetails }} }} {ORDER}",
    "query ($number: String!, $phone: String!) { order(number: $number, phone: $phone) { number isPaid } }",
    'query { product(id: "UHJvZHVjdDo5OTk5") { name } nothing: product { name } }',
    "query ($first: Int) { products(first: $first) { edges { cursor } } }",
    "query A { categories { name } } query B { me { id } }",
]
ERRORS: list[str] = [  # answered by graphql-core
    '{ product(id: "x") { name } categories { name } }',
    "{ products(first: 1000) { totalCount } }",
    '{ checkout(id: "Q2hlY2tvdXQ6eA==") { id } me { id } }',
    '{ products(after: "x") { totalCount } categories { slug } }',
    "{ __schema { queryType { name } } }",
    '{ __type(name: "Product") { fields { name } } }',
]

"""The GraphQL documents of the bench. `{alias}` is a random name, so that no document was seen before."""

LIST = """{ {alias}: products(first: 24, sortBy: {field: CREATED_AT, direction: DESC}) { edges { node {
  id name slug seller { name } category { name } pricing { priceFrom { gross { amount currency } } } ocopStars
  media { url alt } } } } }"""
DETAIL = """{ {alias}: product(id: "{id}") {
  id name slug summary description origin storage seasonMonths daysToShip ocopStars
  seller { name slug } category { name slug } pricing { priceFrom { gross { amount currency } } } media { url alt }
  variants { id name sku weightG quantityAvailable pricing { price { gross { amount currency } } } } } }"""
SAME_LIST = LIST.replace("{alias}", "newest")

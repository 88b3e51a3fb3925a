"""Cash that the seller or a carrier collects: there is no provider to call or to query."""

CODE = "cash"

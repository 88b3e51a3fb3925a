"""From a cart to its orders: who may claim how much of the market before anybody knows them."""

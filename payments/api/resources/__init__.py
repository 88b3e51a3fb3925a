"""The endpoints, a file for each of Stripe's resources: parameters, and functions that call one service each."""

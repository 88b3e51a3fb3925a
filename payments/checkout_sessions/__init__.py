"""The hosted page of a checkout session: a buyer sees what is paid for, chooses how, and goes back to the shop."""

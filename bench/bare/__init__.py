"""The bare view: what one prepared statement and its JSON cost under the shop's web server. Frozen: it is a measure.

It reads the tables of the shop by models of its own and imports nothing of the rooms. `/list` and `/detail/<id>` answer
the rows, order and columns of `documents.LIST` and `documents.DETAIL`; `/empty` is Django's empty view.
"""

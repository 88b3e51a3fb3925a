"""Webhooks: events are delivered to subscribed endpoints, signed, and retried for three days."""

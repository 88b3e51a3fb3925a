"""From a placed order to the handover, or to its cancellation."""

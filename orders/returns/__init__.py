"""Returns after the handover: requested or offered, answered, and refunded."""

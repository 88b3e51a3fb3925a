"""Who sells: sellers of three kinds, members, consent to act, verification."""

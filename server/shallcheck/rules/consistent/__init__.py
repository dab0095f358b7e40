"""Consistent: it contradicts no other statement."""

"""Findings as text, JSON and annotations; one conversion each."""

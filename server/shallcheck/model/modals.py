"""The modal verbs of requirements, as text: what readers and rules look for before there is a parse."""

from __future__ import annotations

BINDING = ("shall", "must", "should", "will")
"""They may oblige, by the document's convention."""
MODALS = "|".join((*BINDING, "may", "can", "might"))
"""Every modal, as alternatives of a regular expression."""

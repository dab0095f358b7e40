"""Which identifiers are of one kind, told by how they begin: SYS-001 and SYS-404, `dsn~stop~1` and `dsn~start~2`."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"\d{1,18}[a-z]?\Z")
_FIRST = re.compile(r"[^-_.:/#~]+[-_.:/#~]")
_TYPED = re.compile(r"([^~]+~)[^~]+~\d+\Z")
_JOINTS = re.compile(r"[-_./:#~ ]+")
_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")


def family_of(identifier: str) -> str:
    """How the identifiers of its kind begin: the namespace where there is one, the type of OpenFastTrace, else what stands before
    the number, else the first word with what joins it (`auth.` of auth.login). Empty: it is like no other."""
    typed = _TYPED.match(identifier)
    if typed:
        return typed[1]
    if ":" in identifier and "/" in identifier:
        return identifier[: identifier.rindex("/") + 1]
    number = _NUMBER.search(identifier)
    if number:
        return identifier[: number.start()]
    first = _FIRST.match(identifier)
    return first[0] if first else ""


def families_of(identifier: str) -> set[str]:
    """How those begin that are of its kind, with its namespace and without."""
    own, inside = family_of(identifier), identifier.rpartition("/")[2]
    return {own, own if inside == identifier else family_of(inside)} - {""}


def spelling_of(identifier: str) -> str:
    """What two spellings of one identifier share: SYS-001, `sys_1` and `Sys.01` are one."""
    return _ZEROS.sub("", _JOINTS.sub("-", identifier)).casefold()

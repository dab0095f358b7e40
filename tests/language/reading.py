"""Statements as the language layer sees them."""

from __future__ import annotations

from shallcheck.documents.inline import opaque_parts
from shallcheck.language.analysis import Analysis
from shallcheck.language.pipeline import Pipeline
from shallcheck.model.place import Span


def analyse(pipeline: Pipeline, text: str) -> Analysis:
    opaque = tuple(opaque_parts(text))
    return Analysis(text, opaque=opaque, tokens=pipeline.parse([(text, opaque)])[0])


def words(statement: Analysis, span: Span | None) -> str | None:
    return span.of(statement.text) if span else None

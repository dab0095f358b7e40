"""Statements labelled by hand, and what the rules say of them.

One file a rule: at least fifteen statements with the fault and fifteen that look alike and are fine, one JSON object a line:
`id`, `source` (“own”, or the document that it comes from), `dialect`, `text`, `labels` (`rule`, `span` = exact substring).
"""

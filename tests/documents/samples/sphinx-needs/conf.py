"""The configuration of a Sphinx project, of which ShallCheck reads the literals and runs nothing."""

import os

project = "Mooring winch"
extensions = ["sphinx_needs", "myst_parser"]
myst_enable_extensions = ["colon_fence"]
needs_types = [
    {"directive": "need", "title": "Stakeholder need", "prefix": "N_", "color": "#BFD8D2", "style": "node"},
    {"directive": "req", "title": "Requirement", "prefix": "R_", "color": "#FEDCD2", "style": "node"},
    {"directive": "comp", "title": "Component", "prefix": "C_", "color": "#DF744A", "style": "node"},
    {"directive": "test", "title": "Test case", "prefix": "T_", "color": "#DCB239", "style": "node"},
]
needs_extra_links = [
    {"option": "verifies", "incoming": "is verified by", "outgoing": "verifies"},
    {"option": "carried_by", "incoming": "carries", "outgoing": "is carried by"},
]
needs_id_regex = "^[A-Z]{1,4}_[A-Z0-9_]+"
html_title = os.environ.get("TITLE", project)

"""One statement's text, understood. The only package that knows spaCy, and only its `pipeline` module imports it."""

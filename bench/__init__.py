"""How fast ShallCheck is, as ratios: both sides measured in one run, so that a busy machine slows both. `python -m bench`."""

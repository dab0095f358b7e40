"""VER: somebody can decide pass or fail, by a named method."""

"""How well the rules do that set one statement against another, on real sets with planted conflicts."""

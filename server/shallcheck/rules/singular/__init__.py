"""SNG: it states one thought, and only one."""

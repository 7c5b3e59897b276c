"""TODO lattice."""

"""TODO write."""

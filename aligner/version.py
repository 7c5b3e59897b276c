"""The version of the package; setup.cfg reads it from here."""

__version__ = "1.1.0"

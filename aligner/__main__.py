"""`python -m aligner` is `align`."""

from aligner.cli import main

main(prog_name="align")

"""`python -m aligner` is `align`."""

from aligner.cli import main

if __name__ == "__main__":  # processes that are started for work import this, too
    main(prog_name="align")

"""Entry point of `python -m aligner`, which is the command `align`."""

from aligner.command.start import main

if __name__ == "__main__":  # worker processes import this module, too, and must not run the command
    main(prog_name="align")

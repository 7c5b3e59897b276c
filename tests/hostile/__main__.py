"""The command of the soak, the fuzzers and the faults: `python tests/hostile COMMAND`; `--help` lists them.

Each prints its figures as JSON, and exits with 1 if it has met a failure.
"""

import argparse
import json
import logging
import sys
import tempfile
import time
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parent.parent)  # as pytest has it

from hostile.instrumented import instrumented  # noqa: E402 - after the path

with instrumented("--atheris" in sys.argv):  # before anything else imports the package
    from hostile import complexity, faults, fuzz, sanitized, soak


def parser():
    """The options of all commands."""
    result = argparse.ArgumentParser(prog="python tests/hostile", description=__doc__)
    commands = result.add_subparsers(dest="command", required=True)
    of_soak = commands.add_parser("soak", help="documents made from seeds, each character traced to one row")
    of_soak.add_argument("--documents", type=int, default=10_000)
    of_fuzz = commands.add_parser("fuzz", help="random bytes for the readers, the splitter or the command")
    of_fuzz.add_argument("target", choices=fuzz.TARGETS)
    of_fuzz.add_argument("--minutes", type=float, default=30)
    of_fuzz.add_argument("--atheris", action="store_true", help="by branches; needs the package atheris")
    of_kernel = commands.add_parser("kernel", help="random input for the compiled core, built with sanitizers")
    of_kernel.add_argument("--minutes", type=float, default=25)
    of_kills = commands.add_parser("kills", help="runs that are killed at random moments, and resumed")
    of_kills.add_argument("--kills", type=int, default=50)
    of_journals = commands.add_parser("journals", help="journals that are damaged, and resumed")
    of_journals.add_argument("--journals", type=int, default=1000)
    of_disk = commands.add_parser("disk", help="calls of the system that fail: no space, no files, no reading")
    of_disk.add_argument("--failures", type=int, default=500)
    of_complexity = commands.add_parser("complexity", help="inputs that could take long, as ratios to ordinary text")
    of_complexity.add_argument("--bytes", type=int, default=100_000, help="of each input, about")
    for command in commands.choices.values():
        command.add_argument("--seed", type=int, default=0, help="the first seed")
    return result


def main():
    """Run a command, and print its figures."""
    options = parser().parse_args()
    logging.getLogger("aligner").setLevel(logging.CRITICAL)
    time.monotonic()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        seeds = range(options.seed, sys.maxsize)
        if options.command == "soak":
            found = soak.soak(seeds[: options.documents])
            figures, failures = found.as_dict(), found.failures
        elif options.command == "fuzz" and options.atheris:
            fuzz.fuzz_with_atheris(options.target, options.minutes, "atheris-" + options.target)
            return
        elif options.command == "fuzz":
            executions = fuzz.fuzz(options.target, minutes=options.minutes, first_seed=options.seed)
            figures, failures = {"executions": executions}, []
        elif options.command == "kernel":
            figures, failures = sanitized.fuzz_kernel(Path(folder), options.minutes, options.seed)
        elif options.command == "complexity":
            ratios = list(complexity.ratios(options.bytes))
            figures = {measured.name: round(measured.ratio, 2) for measured in ratios}
            failures = [measured for measured in ratios if measured.ratio > complexity.MAX_RATIO]
        else:
            run = {"kills": faults.kill, "journals": faults.damage_journals, "disk": faults.fail_calls}
            number = getattr(options, {"disk": "failures"}.get(options.command, options.command))
            figures, failures = run[options.command](Path(folder), seeds[:number])
    for failure in failures:
        sys.stderr.write(f"{failure}\n")
    figures |= {"failures": len(failures), "seconds": round(time.monotonic() - began)}
    sys.stdout.write(f"{json.dumps(figures)}\n")
    sys.exit(bool(failures))


if __name__ == "__main__":
    main()

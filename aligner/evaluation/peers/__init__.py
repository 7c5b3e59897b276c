"""Peers: other programs that align sentences, run on the same texts as `align`.

In: two files with one sentence a line. Out: for each program the beads, the CPU seconds and the peak memory, or the
reason why there are none. No program is downloaded or installed.

`texts` names the files and writes them as the programs need them. `programs` has a function for each program, which
makes a `Call` as the documentation of that program says; `outputs` reads what the programs write. `processes` runs a
call and measures it, and `runs` runs all of them. Read `runs` first.
"""

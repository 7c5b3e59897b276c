"""The command `align`: options to calls, errors to exit statuses.

`options` declares the options, and `checks` refuses those that do not go together. `one_document`, `many_documents`
and the sub-command `convert` do the work; `second_output` is the output of the best pairs. `console` writes to the
terminal, and `terminal_view` the pairs for people. `completion` answers the shell. Read `main` first.
"""

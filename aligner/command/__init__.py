"""The command `align`: options to calls, errors to exit statuses.

`options` declares the options, and `checks` refuses those that do not go together. `one_document` and
`many_documents` do the work, `console` writes to the terminal, and `terminal_view` the pairs for people. `completion`
answers the shell. Read `main` first.
"""

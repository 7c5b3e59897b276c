"""The health of a text: faults that should be known before its pairs are used, such as garbled letters.

Each fault has a module with a function that finds it; `checks` calls them all and words the warnings. A text is never
altered: `write.repair` does that in the output, if the user asks for it.
Read `checks` first.
"""

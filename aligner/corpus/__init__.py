"""Many documents: find them, hand them out to workers, store the results, and sum up.

In: a folder or a manifest of documents, and settings. Out: a file for each document or one file for all of them, a
summary, and a journal, from which the next run resumes. Read `run` first, which shows the steps in order, then
`records` (one document), `sinks` (the kinds of output) and `worker` (what a process does).
"""

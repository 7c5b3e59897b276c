"""TODO lexical."""

"""Fuzzing: what comes from outside is untrusted, and these are the promises held against it."""

"""Rules learnt from whole pages of one source, without labels: documents in, a rule file out.

What a template writes recurs from page to page, what an article says does not. `pages` looks at each document as the
engine does, and counts what recurs and where; `drafts` and `boxes` make rules of it, `proof` runs them back over the
documents, and `written` puts them into a file. `learning` does all of it in order.
"""

"""Rules learnt from whole pages of one source, without labels: documents in, proposals out.

What a template writes recurs from page to page, what an article says does not. `sample` chooses the documents, `seen`
looks at each as the engine does, `distinct` tells copies of one article apart from another article, `counted` counts
what recurs and where; `lines`, `boxes` and `facts` make rules of it, and `proof` runs them back over the documents.
"""

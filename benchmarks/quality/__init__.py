"""How much boilerplate goes, and how much of the article stays, over documents whose lines were labelled by hand."""

"""`report`: one page that shows what cleaning takes out of documents, for the owner of a corpus."""

"""Articles out of pages: cleaner beside the extractors that everybody knows, in words found and pages a second."""

"""How much of a source's junk the rules go that `cleaner rules learn` makes of its pages, and what they cost."""

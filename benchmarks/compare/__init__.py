"""Whether two builds of cleaner clean alike."""

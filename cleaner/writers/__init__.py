"""Results out: text, JSON lines and whole files; nothing is imported here, so that a run loads only what it writes."""

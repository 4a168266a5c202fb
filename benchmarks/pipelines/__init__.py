"""What an engine adds to the price of cleaning: the same shards by the command line and by each engine."""

"""What the benchmark of segments is made of."""

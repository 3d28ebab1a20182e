"""Templates: a subset of Liquid that ends, reads declared fields only, and escapes."""

"""poltech: the embeddable library that lawful political technology is made of."""

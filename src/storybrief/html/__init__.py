"""How do the pages in content/ become HTML in seconds? As MkDocs does it, byte for byte, but each page once."""

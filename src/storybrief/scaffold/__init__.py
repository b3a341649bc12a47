"""What comes into a site: a new site, an article added or replaced, stories proposed for a pile of articles."""

"""What the command line writes for people: a new site, an article added or replaced, the schemas of editors."""

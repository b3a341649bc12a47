"""Who said what in one article, and which of the names are one speaker?"""

"""Is every word that is published in its article, and is everything in an article accounted for?"""

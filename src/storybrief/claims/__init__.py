"""Which sentences of a story say the same, and where do they differ?"""

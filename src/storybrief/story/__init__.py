"""What did people write about a story, and is it well formed?"""

"""Does the published site show only words that its sources have? Proved from the HTML and the sources' bytes alone.

Nothing that the build worked with is read here: no brief, no claim, no statement. What a page shows is held against
what its footnotes lead to, and that against the file in briefs/ that the article's page names, converted anew.
"""

"""The ways out: what a newsroom takes from a brief into its own programs.

rows.py      what a row is, table by table; every form is made of rows and of nothing else
told.py      one story's brief.json and ledger.json as rows; lines.py those of the brief's page, audit.py who is quoted
parts.py     slices of brief.json as words
prove.py     the rows' words are in the sources, read anew from their bytes
tables.py    the rows as CSV and SQLite
cite.py      the articles as CSL-JSON and BibTeX
notes.py     the footnotes as W3C Web Annotations
prose.py     the brief's own page as blocks; html.py, word.py and text print them
folder.py    how the files come into a folder: all or none, and nobody's own file is touched
export.py    all of it, story by story
"""

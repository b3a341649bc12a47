"""From a pile of articles to stories.

events.py   which articles tell one event: words, names, numbers and dates; knows no files
inbox.py    the files of a folder, what is proposed for them, and what `--write` does
"""

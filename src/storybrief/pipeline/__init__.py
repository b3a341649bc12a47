"""From the files of a story to its pages: once, again after an edit, on one process or on many."""

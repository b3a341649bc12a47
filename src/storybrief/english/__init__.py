"""What English and its news are written like: quotation marks, the calendar, the names of outlets. One owner each."""

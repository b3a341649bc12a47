"""The MkDocs theme `storybrief`."""

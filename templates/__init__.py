"""How pages look: Markdown templates here, the MkDocs theme in theme/."""

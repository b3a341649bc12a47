"""What does an editor need beside each thing on a brief's page? Only under `mkdocs serve`: a built site has none of it."""

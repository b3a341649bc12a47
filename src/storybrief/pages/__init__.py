"""How does a brief become Markdown pages?"""

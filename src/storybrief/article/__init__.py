"""What is in one source file?"""

"""What is read from disk and written to it, and what is kept between two builds."""

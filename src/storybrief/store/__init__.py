"""What lies where on the disk, what is read from it and written to it, and what is kept between two builds."""

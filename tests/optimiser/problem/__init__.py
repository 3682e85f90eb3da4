"""What a Problem refuses when it is made, and its JSON form."""

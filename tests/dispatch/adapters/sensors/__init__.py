"""What networks of sensors send is read, or refused in words."""

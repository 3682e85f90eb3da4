"""The formats that networks of sensors send, read into what intake understands."""

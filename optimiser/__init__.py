"""A Problem in, a Plan out: vehicle routing with people, clocks and promises. Knows no council, database or web."""

"""One shelf for each port: domain objects to rows and back, within one transaction."""

"""Where the work meets files and street networks: what the steps are given as arguments is made here."""

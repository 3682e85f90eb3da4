"""The doors: pages today; the phone app and the machine API come here too."""

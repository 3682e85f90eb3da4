"""What is solved exactly, with OR-Tools: good routes recombined, small parts re-planned, small days proved.

Nothing is imported here, so that whoever needs none of it does not wait for OR-Tools to load.
"""

"""The field: what one worker is to do today, and what they report from their visits."""

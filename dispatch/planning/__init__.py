"""From a Day to a DayPlan: by hand as today, every service alone, and all together."""

"""Work that no lending agreement may ever cover, whoever signs it."""

# Families of job types: the name itself, or the name and an underscore. A family, so that a type invented tomorrow
# (nursing_vaccination) is closed from its first day.
NEVER_LENT = ("personal_care", "nursing", "gas")


def is_never_lent(job_type: str) -> bool:
    """Whether jobs of this type stay with their own organisation under every agreement."""
    return any(job_type == family or job_type.startswith(f"{family}_") for family in NEVER_LENT)

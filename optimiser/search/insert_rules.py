"""Which limit, if any, keeps a shift from one more visit whatever the time."""

from optimiser.search.workspace import Workspace


def blocked_by_limit(space: Workspace, shift: int, visit: int) -> bool:
    """Whether room aboard or a lending cap is used up on this shift."""
    arrays, state = space.arrays, space.state
    if (state.used[shift] + arrays.use[visit] > arrays.room[shift]).any():
        return True
    agreement = int(arrays.pair["agreement"][shift, visit])
    return agreement >= 0 and bool(state.lent[agreement] >= arrays.agreement_cap[agreement])

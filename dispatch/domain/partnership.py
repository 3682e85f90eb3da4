"""Organisations that plan one day together; one of them hosts the planning."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Partnership:
    """The schedulers of `host_id` plan and publish for all members; the host is a member."""

    id: str
    name: str
    host_id: str
    member_ids: tuple[str, ...]

    def __post_init__(self) -> None:
        if self.host_id not in self.member_ids:
            raise ValueError(f"partnership {self.id!r}: the host {self.host_id!r} has to be among the members")

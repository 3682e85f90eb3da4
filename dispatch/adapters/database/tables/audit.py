"""The audit log: entries, the salts of the facts they vouch for, and seals."""

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, Table, Text

from dispatch.adapters.database.tables.columns import Key, Moment, metadata, owner

audit_entry = Table(
    "audit_entry",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    owner(),
    Column("at", Moment, nullable=False),
    Column("actor_id", Key, nullable=False),
    Column("role", Key, nullable=False),
    Column("purpose", Key, nullable=False),
    Column("action", Key, nullable=False),
    Column("subject", Text, nullable=False, index=True),
    Column("fact_hash", Key, nullable=False),
)

# Apart from the entry, so that erasing a fact can erase its salt: the hash that stays then tells nothing.
audit_fact = Table(
    "audit_fact",
    metadata,
    Column("number", BigInteger, ForeignKey("audit_entry.number"), primary_key=True, autoincrement=False),
    owner(),
    Column("subject", Text, nullable=False),
    Column("salt", Key, nullable=False),
)

# The two tables below are the exception to "every table has organisation_id": there is one chain for the whole
# installation. A seal is over everybody's entries in the order of commits and tells nothing of them but how many there
# are; a chain for each organisation would let one be cut short without the others showing it.
audit_seal = Table(
    "audit_seal",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("first", BigInteger, nullable=False),
    Column("last", BigInteger, nullable=False),
    Column("sealed_at", Moment, nullable=False),
    Column("previous_hash", Key, nullable=False),
    Column("hash", Key, nullable=False),
)

# One row, locked from the numbering of an entry until its transaction ends: numbers have no gaps and follow the order
# of commits. A sequence would leave a gap at every rollback, and an advisory lock with max(number) would give the
# number of a deleted last entry to the next one, so that nobody could see that it had been there.
audit_counter = Table(
    "audit_counter",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("last", BigInteger, nullable=False),
)

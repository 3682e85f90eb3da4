"""The secret by which a source of signals is known; only its hash is kept."""

import hashlib


def hash_of_token(token: str) -> str:
    """SHA-256 in hex. The tokens are long and random, so that a slow hash would protect nothing more."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()

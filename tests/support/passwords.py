"""Passwords are hashed by the product's code, but quickly: its own effort is meant for those who guess."""

from argon2 import PasswordHasher

from auditapp.accounts import services

OWN = services._hasher
"""What the product hashes with."""


def hash_quickly() -> None:
    """Spend next to nothing on a password, in this process."""
    services._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)

"""References and codes that can be read out on the phone: no 0, O, 1, I, L or U."""

import secrets

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_reference() -> str:
    """Eight letters and digits in two groups, such as K7QF-3M2X."""
    drawn = "".join(secrets.choice(LETTERS) for _ in range(8))
    return f"{drawn[:4]}-{drawn[4:]}"


def tidy(typed: str) -> str:
    """A reference as it was typed or heard, in the form in which it is kept."""
    plain = "".join(letter for letter in typed.upper() if letter.isalnum() and letter.isascii())
    return f"{plain[:4]}-{plain[4:]}" if len(plain) == 8 else ""

"""Tokens that backend and auth both read."""

import jwt


class InvalidToken(Exception):
    pass


def subject_of(token: str, secret: str) -> str:
    try:
        return jwt.decode(token, secret, algorithms=["HS256"])["sub"]
    except (jwt.PyJWTError, KeyError) as e:
        raise InvalidToken from e

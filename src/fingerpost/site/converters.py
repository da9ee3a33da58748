"""What an address may hold."""


class AuthorityCode:
    """The Department's three-digit code."""

    regex = "[0-9]{3}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Urn:
    """A school's unique reference number."""

    regex = "[0-9]{5,7}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)

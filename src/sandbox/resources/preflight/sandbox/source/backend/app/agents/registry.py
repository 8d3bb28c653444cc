class AgentRegistry:
    """Starts agents by name."""

    def __init__(self) -> None:
        self._started: list[str] = []

    def start(self, name: str, *, user: str) -> int:
        self._started.append(f"{user}/{name}")
        return len(self._started)

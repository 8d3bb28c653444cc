"""The WebSocket connections of this instance."""

from fastapi import WebSocket


class ConnectionManager:
    """Knows who is connected; there is one of it."""

    def __init__(self) -> None:
        self._open: dict[str, WebSocket] = {}

    async def connect(self, user: str, socket: WebSocket) -> None:
        await socket.accept(subprotocol="jwt-auth")
        self._open[user] = socket

    def disconnect(self, user: str) -> None:
        self._open.pop(user, None)


connections = ConnectionManager()

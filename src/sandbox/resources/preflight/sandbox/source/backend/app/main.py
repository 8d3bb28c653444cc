import asyncio
import logging

from fastapi import Depends, FastAPI, Header, HTTPException, WebSocket
from fastapi.responses import StreamingResponse

from app.agents import AgentRegistry
from app.connections import connections
from app.settings import load
from shared.tokens import InvalidToken, subject_of

settings = load()
logging.basicConfig(level=settings.log_level.upper())

app = FastAPI()
registry = AgentRegistry()


def user(authorization: str = Header(default="")) -> str:
    try:
        return subject_of(authorization.removeprefix("Bearer "), settings.jwt_secret)
    except InvalidToken as e:
        raise HTTPException(status_code=401) from e


@app.get("/health")
async def health() -> dict[str, str]:
    return {"status": "healthy"}


@app.get("/api/me")
async def me(subject: str = Depends(user)) -> dict[str, str]:
    return {"subject": subject}


@app.post("/api/agents/start")
async def start(name: str, subject: str = Depends(user)) -> dict[str, int]:
    return {"started": registry.start(name, user=subject)}


@app.get("/api/events/stream")
async def events() -> StreamingResponse:
    async def ticks():
        while True:
            yield "data: tick\n\n"
            await asyncio.sleep(1)

    return StreamingResponse(ticks(), media_type="text/event-stream")


@app.websocket("/ws")
async def chat(socket: WebSocket) -> None:
    await connections.connect("anonymous", socket)
    try:
        async for message in socket.iter_text():
            await socket.send_text(message)
    finally:
        connections.disconnect("anonymous")

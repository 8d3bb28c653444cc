from fastapi import FastAPI, Header, HTTPException

from auth_service.settings import SERVICE_SECRET
from shared.tokens import InvalidToken, subject_of

app = FastAPI()


@app.get("/health")
async def health() -> dict[str, str]:
    return {"status": "healthy"}


@app.get("/internal/me")
async def me(authorization: str = Header(default="")) -> dict[str, str]:
    try:
        return {"subject": subject_of(authorization.removeprefix("Bearer "), SERVICE_SECRET)}
    except InvalidToken as e:
        raise HTTPException(status_code=401) from e

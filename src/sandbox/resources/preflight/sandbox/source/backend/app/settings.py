"""What the environment gives; nothing else reads it."""

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    environment: str
    log_level: str
    redis_host: str
    redis_port: int
    redis_password: str
    postgres_host: str
    postgres_port: int
    postgres_db: str
    postgres_user: str
    postgres_password: str
    jwt_secret: str
    service_secret: str
    auth_url: str
    web_origin: str


def load() -> Settings:
    return Settings(
        environment=os.environ["ENVIRONMENT"],
        log_level=os.environ.get("LOG_LEVEL", "info"),
        redis_host=os.environ["REDIS_HOST"],
        redis_port=int(os.environ["REDIS_PORT"]),
        redis_password=os.environ["REDIS_PASSWORD"],
        postgres_host=os.environ["POSTGRES_HOST"],
        postgres_port=int(os.environ["POSTGRES_PORT"]),
        postgres_db=os.environ["POSTGRES_DB"],
        postgres_user=os.environ["POSTGRES_USER"],
        postgres_password=os.environ["POSTGRES_PASSWORD"],
        jwt_secret=os.environ["JWT_SECRET"],
        service_secret=os.environ["SERVICE_SECRET"],
        auth_url=os.environ["AUTH_URL"],
        web_origin=os.environ["WEB_ORIGIN"],
    )

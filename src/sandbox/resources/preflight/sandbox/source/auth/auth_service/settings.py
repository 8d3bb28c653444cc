"""What the environment gives; nothing else reads it."""

import os

SERVICE_SECRET = os.environ["SERVICE_SECRET"]

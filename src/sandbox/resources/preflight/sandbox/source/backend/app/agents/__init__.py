from app.agents.registry import AgentRegistry

__all__ = ["AgentRegistry"]

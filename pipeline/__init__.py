"""Runwright: from alerts, deployment plans and risks to reviewed runbooks."""

__version__ = "0.1.0"

"""The bounded loop; the only importer of langgraph."""

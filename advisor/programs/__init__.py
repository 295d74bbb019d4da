"""The door for programs: functions with checked arguments and typed results, behind API and MCP."""

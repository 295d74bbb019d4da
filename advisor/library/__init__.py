"""The corpus as structure: roles, skills, tools, projects, transitions, guides and interviews.

Knows documents and front matter; knows no model, no page and no question.
"""

"""Templates: the build step (Jinja2 with its own marks, then MJML), the platform's dialect, and rendering. Pure."""

"""The door's own files: the clock, what the sandbox is, and edits of templates, lists and segments in the browser."""

from mktctl.sandbox.ui import UiRoutes

UI_ROUTES: UiRoutes = ()

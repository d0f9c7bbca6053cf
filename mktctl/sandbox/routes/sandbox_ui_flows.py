"""What a person does to flows in the browser: the door `/sandbox/ui/flows/*`."""

from mktctl.sandbox.ui import UiRoutes

UI_ROUTES: UiRoutes = ()

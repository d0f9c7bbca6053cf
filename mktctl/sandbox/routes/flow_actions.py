"""Actions of flows."""

from mktctl.sandbox.call import Routes

ROUTES: Routes = ()

"""Flows."""

from mktctl.sandbox.call import Routes

ROUTES: Routes = ()

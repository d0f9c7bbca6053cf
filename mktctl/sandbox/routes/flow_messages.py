"""Messages of flow actions."""

from mktctl.sandbox.call import Routes

ROUTES: Routes = ()

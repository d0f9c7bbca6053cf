"""Before a handler of flows looks, what reads do not lag behind on any more is shown."""

from mktctl.sandbox.call import Call, Handler, Reply


def settled(handler: Handler) -> Handler:
    """The same handler, after old clones whose moment is over are forgotten."""

    def handle(call: Call) -> Reply:
        call.world.clone_lag.settle(call.store, call.world.stopwatch.seconds())
        return handler(call)

    return handle

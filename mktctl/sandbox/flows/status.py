"""PATCH of a flow's status, which reaches every action that has one (klaviyo-api.md section 0)."""

from mktctl.sandbox.store import Store


def set_status(store: Store, flow_id: str, status: str) -> None:
    """The flow's and each action's, those inside experiments too."""
    stamp = store.stamp()
    store.update("flow", flow_id, status=status, updated=stamp)
    store.run(
        "UPDATE flow_action SET definition = json_set(definition, '$.data.status', ?), updated = ? "
        "WHERE flow_id = ? AND json_type(definition, '$.data.status') IS NOT NULL",
        status,
        stamp,
        flow_id,
    )

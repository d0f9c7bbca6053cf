"""Lists over a socket."""

from tests.support.sandbox_api import Api, resource


def make(api: Api, name: str = "Newsletter", **more: str) -> str:
    return api.call("create_list", body=resource("list", {"name": name, **more})).id


def test_a_list_is_double_opt_in_unless_said_otherwise(api: Api) -> None:
    assert api.call("get_list", make(api)).data["attributes"]["opt_in_process"] == "double_opt_in"
    single = make(api, opt_in_process="single_opt_in")
    assert api.call("get_list", single).data["attributes"]["opt_in_process"] == "single_opt_in"

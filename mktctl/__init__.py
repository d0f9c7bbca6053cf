"""mktctl: Terraform for marketing automation."""

__version__ = "0.1.0"

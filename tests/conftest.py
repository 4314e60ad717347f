"""The claims assert outside a test module: let a failure show the values all the same."""

import pytest

pytest.register_assert_rewrite("tests.claims")

# They hold no doctests; imported for them, they would enter each claim twice.
collect_ignore = ["claims"]

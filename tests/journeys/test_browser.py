import pytest


def test_a_field_without_a_label_is_found(page, assert_accessible):
    page.set_content("<html lang=en><title>Schools</title><main><h1>Schools</h1><input></main></html>")

    with pytest.raises(AssertionError, match="label"):
        assert_accessible(page)

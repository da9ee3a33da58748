import socket

import pytest


def test_a_test_cannot_leave_the_machine():
    with socket.socket() as outside, pytest.raises(AssertionError, match="only this machine"):
        outside.connect(("192.0.2.1", 80))

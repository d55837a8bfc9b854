"""A borrower's papers are checked one after another; another borrower's do not wait for them."""

import pytest

from backend.documents.errors import UploadUnderWay
from backend.documents.one_each import OneEach


def test_a_second_upload_of_the_same_borrower_is_told_to_come_back() -> None:
    one_each = OneEach()
    with one_each.turn_of("brw_1"), pytest.raises(UploadUnderWay), one_each.turn_of("brw_1"):
        pass


def test_another_borrowers_upload_goes_on_beside_it() -> None:
    one_each = OneEach()
    with one_each.turn_of("brw_1"), one_each.turn_of("brw_2"):
        pass


def test_after_a_refused_file_the_next_may_come() -> None:
    one_each = OneEach()
    with pytest.raises(ValueError, match="broken"), one_each.turn_of("brw_1"):
        raise ValueError("broken")
    with one_each.turn_of("brw_1"):
        pass

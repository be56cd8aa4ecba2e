"""The screens that are photographed for whoever reads them anew."""

from tests.screens import played


async def test_all_that_is_photographed_can_still_be_said_and_tapped(sqlite_url: str) -> None:
    screens = await played(sqlite_url)
    assert all(screen.html for screen in screens)
    assert len({screen.name for screen in screens}) == len(screens)

"""On a map no mark hides another, and no name hides a mark, another name or the edge."""

from math import hypot

from hypothesis import given
from hypothesis import strategies as st

from drawing.labels import place_names, spread

APART, RADIUS = 25.0, 16.0
FRAME = (0.0, 0.0, 300.0, 300.0)
points = st.lists(st.tuples(st.floats(20, 280), st.floats(20, 280)), max_size=25)


@given(points)
def test_marks_are_apart(given_points: list[tuple[float, float]]) -> None:
    placed = spread(given_points, APART)
    for number, one in enumerate(placed):
        for other in placed[:number]:
            assert hypot(one[0] - other[0], one[1] - other[1]) >= APART


def test_a_mark_alone_stays_where_it_is() -> None:
    assert spread([(10.0, 20.0), (90.0, 20.0)], APART) == [(10.0, 20.0), (90.0, 20.0)]


@given(points)
def test_names_stay_in_the_frame_and_off_one_another(
    given_points: list[tuple[float, float]],
) -> None:
    boxes = place_names([(point, 80.0, 20.0) for point in given_points], RADIUS, FRAME)
    shown = [box for box in boxes if box]
    for number, (left, top, right, bottom) in enumerate(shown):
        assert left >= 0
        assert top >= 0
        assert right <= 300
        assert bottom <= 300
        for other in shown[:number]:
            assert left >= other[2] or other[0] >= right or top >= other[3] or other[1] >= bottom


def test_a_name_goes_to_the_left_where_the_right_has_no_room() -> None:
    (box,) = place_names([((280.0, 100.0), 80.0, 20.0)], RADIUS, FRAME)
    assert box is not None
    assert box[2] <= 280.0 - RADIUS

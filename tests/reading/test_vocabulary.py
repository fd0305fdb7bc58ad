from monitor.model import Kind
from monitor.reading.vocabulary import ATTRIBUTES


def test_built_in_attributes_have_a_kind_and_others_none():
    assert ATTRIBUTES["commissioning"] is Kind.MILESTONE
    assert set(ATTRIBUTES.values()) == set(Kind)

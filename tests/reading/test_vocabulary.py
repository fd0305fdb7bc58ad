from monitor.model import Kind
from monitor.reading.vocabulary import ATTRIBUTES, kind_of


def test_built_in_attributes_have_a_kind_and_others_none():
    assert kind_of("commissioning") is Kind.MILESTONE
    assert kind_of("ndpr-share") is None
    assert set(ATTRIBUTES.values()) == set(Kind)

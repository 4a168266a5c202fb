"""Repair takes time that grows with the text, whatever stands in it: four times the text, far less than its square."""

import time

import pytest

from cleaner.text import TextSettings, key, repair

EVERYTHING = TextSettings(quotes="straight", tone="old", placement=True)
SHAPES = {
    "marks in the wrong order": lambda n: "a" + "\u0301\u0323" * n,
    "marks that come apart": lambda n: "a" + "\u0344\u0323\u0f73" * n,
    "marks behind spaces": lambda n: "a" + " \u0309" * n,
    "words and marks apart": lambda n: "cu \u0309 a " * n,
    "escaped over and over": lambda n: "&" + "amp;" * n,
    "entities in entities": lambda n: "&am" * n + "p;" * n,
    "semicolons out of entities": lambda n: "&semi" * n + ";" * n,
    "digits out of entities": lambda n: "&#11" * n + "p" + ";" * n,
    "a look-alike beside a long word": lambda n: "ð " + "a" * n,
    "a joint beside a long word": lambda n: "dÃ " + "a" * n,
    "lost letters in one word": lambda n: "vá»\ufffd" * n + "Ã ng",
    "tags that never end": lambda n: "<a " * n + "&lt;",
}


def cpu(run, text):
    begun = time.process_time()
    run(text)
    return time.process_time() - begun


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("run", [repair, lambda text: repair(text, EVERYTHING), key], ids=["plain", "all", "key"])
def test_no_shape_takes_the_square_of_its_length(name, run):
    size = 2_000
    while (once := cpu(run, SHAPES[name](size))) < 0.01 and size < 64_000:
        size *= 2
    assert cpu(run, SHAPES[name](size * 4)) < 10 * once + 0.1


@pytest.mark.parametrize("layers", [1, 5, 200])
def test_all_layers_of_escapes_are_undone(layers):
    assert repair("Tin " + "&" + "amp;" * layers + "eacute; &am&#112;;lt;").text == "Tin é <"


def test_an_entity_that_is_none_ends_no_other():
    text = "&" + "amp;" * 9 + "none; a; &x;"
    assert repair(text).text == "&none; a; &x;"

"""One's own CSV file on the page of the live fit."""

import numpy as np
import pytest

from core.datasets import read_csv
from pages.shared.own_data import escape
from tests.pages.app import array, checked, control, figure, open_page

PAGE = "pages/training/live_fit.py"
GOOD = b"dose,age,site,cured\n1,40,a,no\n2,31,b,yes\n4,64,c,yes\n3,20,d,no\n1.5,33,e,no\n"


def upload(content, **parameters):
    app = open_page(PAGE, data="own", steps="20", **parameters)
    app.file_uploader(key="own-file").set_value([("mine.csv", content, "text/csv")])
    return checked(app.run())


def info(app):
    return " ".join(each.value for each in app.info)


def test_a_link_to_own_data_asks_for_the_file_and_keeps_the_rest():
    app = open_page(PAGE, data="own", rate="2", first="focal", step="40", switch="bce", at="30")
    assert "Own data: upload it again" in info(app)
    assert app.selectbox(key="data").value == "own"
    assert app.number_input(key="rate").value == 2
    sentence = control(app)["captions"][control(app)["step"]]
    assert sentence.startswith("Step 40, both at rate 2. focal, now bce")


def test_own_data_are_drawn_with_their_names():
    app = upload(GOOD)
    assert "upload it again" not in info(app)
    layout = figure(app)["layout"]
    assert (layout["xaxis"]["title"]["text"], layout["yaxis"]["title"]["text"]) == (
        "dose (std. dev.)",
        "age (std. dev.)",
    )
    expected = read_csv(GOOD)
    zero = figure(app)["data"][0]
    np.testing.assert_allclose(array(zero["x"]), expected.X[expected.y == 0, 0], rtol=1e-6)
    assert "0 stands for no, 1 for yes. 5 rows." in " ".join(c.value for c in app.caption)


def test_label_and_features_can_be_chosen():
    app = upload(b"a,b,c,t\n1,5,0,x\n2,3,1,y\n3,9,1,x\n4,1,0,y\n")
    app.selectbox(key="own-label").set_value("c")
    app.multiselect(key="own-features").set_value(["b"])
    checked(app.run())
    assert "0 stands for 0, 1 for 1" in " ".join(c.value for c in app.caption)
    assert figure(app)["layout"]["xaxis"]["title"]["text"] == "b (std. dev.)"
    assert figure(app, 1)["layout"]["xaxis"]["title"]["text"] == "weight w"


def test_standardising_is_switchable():
    app = upload(GOOD, standardise="false")
    assert "in their original units" in " ".join(m.value for m in app.markdown)
    assert array(figure(app)["data"][0]["x"]).max() == 3


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b"a,b\n", "no rows"),
        (b"a,b\n1,2\n3\n", "Line 3 has 1 cell"),
        ("a,b\n1,ä\n".encode("utf-16"), "UTF-8"),
        (b"a,b\nx,y\nz,w\n", "no numeric column"),
        (b"a,b\n1,0\n2,0\n5,0\n", "only one class"),
        (b"a,b\n1,x\n2,y\n3,z\n", "holds 3 different values"),
        (b"a,b\n1,x\n,y\n3,y\n", "missing value on line 3"),
        (b"a,b\n7,x\n7,y\n7,y\n", "constant"),
    ],
)
def test_a_bad_file_gets_one_sentence(content, sentence):
    app = upload(content)
    (error,) = app.error
    assert sentence in error.value.replace("\\", "")
    assert "upload it again" in info(app)
    assert len(app.get("plotly_chart")) == 6


def test_features_too_large_to_train_on_must_be_standardised():
    content = b"a,b\n1e90,0\n2e90,1\n3e90,0\n4e90,1\n"
    assert not upload(content).error
    (error,) = upload(content, standardise="false").error
    assert "standardise them" in error.value


def test_names_from_a_file_are_escaped():
    app = upload(b"<b>*n*,[k](u),y\n1,5,:red[p]\n2,3,$q$\n3,9,$q$\n4,1,:red[p]\n")
    shown = " ".join(c.value for c in app.caption)
    assert r"\$q\$" in shown
    assert r"\:red\[p\]" in shown
    assert figure(app)["layout"]["xaxis"]["title"]["text"] == "&lt;b&gt;*n* (std. dev.)"


def test_escape_leaves_words_alone():
    assert escape("plain words ä 12") == "plain words ä 12"
    assert escape("a_b\n# c") == r"a\_b \# c"

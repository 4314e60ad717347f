"""One's own CSV file on the page of the live fit."""

import numpy as np
import pytest

from core.datasets import read_csv
from pages.shared.own_data import escape
from tests.pages.app import array, checked, control, figure, open_page

PAGE = "pages/training/live_fit.py"
GOOD = b"dose,age,site,cured\n1,40,a,no\n2,31,b,yes\n4,64,c,yes\n3,20,d,no\n1.5,33,e,no\n"


GAPS = b"dose,age,cured\n1,40,no\n2,NA,yes\n4,64,yes\n3,20,no\n7,33,?\n"


def upload(content, **parameters):
    return give(open_page(PAGE, data="own", steps="20", **parameters), content)


def give(app, content, name="mine.csv"):
    app.file_uploader(key="own-file").set_value([(name, content, "text/csv")])
    return checked(app.run())


def chosen(app, kind, name):
    """Find a control by its name; its key goes on with that of the file."""
    return next(each for each in app.get(kind) if str(each.key).startswith(f"own-{name}"))


def captions(app):
    return " ".join(each.value for each in app.caption).replace("\\", "")


def info(app):
    return " ".join(each.value for each in app.info)


def test_a_link_to_own_data_asks_for_the_file_and_keeps_the_rest():
    app = open_page(PAGE, data="own", rate="2", first="focal", step="40", switch="bce", at="30")
    assert "Own data: upload it again" in info(app)
    assert app.selectbox(key="data").value == "own"
    assert app.number_input(key="rate").value == 2
    sentence = control(app)["captions"][control(app)["step"]]
    assert sentence.startswith("Step 40, both at rate 2. focal, now BCE")


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
    chosen(app, "selectbox", "label").set_value("c")
    chosen(app, "multiselect", "features").set_value(["b"])
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
        ("a,b\n1,ä\n".encode("latin-1"), "UTF-8"),
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
    assert info(app) == "Until these data can be used, the page shows Breast cancer."
    assert len(app.get("plotly_chart")) == 6


def test_features_too_large_to_train_on_must_be_standardised():
    content = b"a,b\n1e90,0\n2e90,1\n3e90,0\n4e90,1\n"
    assert not upload(content).error
    (error,) = upload(content, standardise="false").error
    assert "standardise them" in error.value


def test_names_from_a_file_are_escaped():
    app = upload(b"<b>*n*,[k](u),y\n1.5,5,:red[p]\n2,3,$q$\n3,9,$q$\n4,1,:red[p]\n")
    shown = " ".join(c.value for c in app.caption)
    assert r"\$q\$" in shown
    assert r"\:red\[p\]" in shown
    assert figure(app)["layout"]["xaxis"]["title"]["text"] == "&lt;b&gt;*n* (std. dev.)"


def test_escape_leaves_words_alone():
    assert escape("plain words ä 12") == "plain words ä 12"
    assert escape("12 °C – “中文”，。") == "12 °C – “中文”，。"  # a backslash would be shown
    assert escape("a_b\n# c") == r"a\_b \# c"


def test_the_page_says_how_the_file_was_read():
    content = "who;height;sold\nAnn;1,71;no\nBob;1,8;yes\nCyd;1,65;no\nTotal;5,16;\n"
    said = captions(upload(content.encode()))
    assert "3 rows and 3 columns, separated by semicolons, with decimal commas." in said
    assert "Label y: 0 stands for no, 1 for yes. 3 rows." in said
    assert "Not part of the table: line 5 ('Total 5,16')." in said
    assert "Columns left out (neither numbers nor two values): 'who' ('Ann', line 2)." in said


def test_many_notes_are_folded():
    names = ",".join(f"name{k}" for k in range(20))
    rows = "".join(f"{k},{k % 2}," + ",".join(f"a{k}b" for _ in range(20)) + "\n" for k in range(4))
    app = upload(f"x,y,{names}\n{rows}".encode())
    (folded,) = [each for each in app.expander if "how the file was read" in each.label]
    assert "name19" in folded.markdown[0].value
    assert "name19" not in captions(app)


def test_why_nothing_can_be_chosen_is_said_with_the_refusal():
    app = upload(b"income;sold\n63.000;no\n51.000;yes\n39.000;no\n")
    assert "no numeric column" in app.error[0].value
    assert "63.000" in captions(app)


def test_rows_with_missing_values_are_left_out_by_one_click_and_the_rest_is_kept():
    app = upload(GAPS, rate="2")
    assert "has a missing value on line 6" in app.error[0].value
    assert "Missing values: 1 in 'age', 1 in 'cured'." in captions(app)
    chosen(app, "multiselect", "features").set_value(["age"])
    chosen(app, "toggle", "complete").set_value(True)
    checked(app.run())
    assert not app.error
    assert "0 stands for no, 1 for yes. 2 left out, 3 rows." in captions(app)
    assert figure(app)["layout"]["xaxis"]["title"]["text"] == "age (std. dev.)"
    assert app.number_input(key="rate").value == 2
    chosen(app, "multiselect", "features").set_value(["dose"])
    checked(app.run())
    assert "1 left out, 4 rows." in captions(app)
    chosen(app, "toggle", "complete").set_value(False)
    checked(app.run())
    assert "a missing value on line 6" in app.error[0].value
    assert chosen(app, "multiselect", "features").value == ["dose"]


def test_a_file_without_gaps_has_nothing_to_leave_out():
    assert not [each for each in upload(GOOD).toggle if "own" in str(each.key)]


def test_another_file_begins_with_its_own_columns():
    app = upload(b"a,b,c,t\n1.5,5,0,x\n2,3,1,y\n3,9,1,x\n4,1,0,y\n")
    chosen(app, "selectbox", "label").set_value("c")
    chosen(app, "multiselect", "features").set_value(["b"])
    checked(app.run())
    give(app, b"a,b,c,t\n1.5,5,0,x\n2,3,1,y\n3,9,1,x\n4,1,0,y\n5,6,0,y\n")
    assert chosen(app, "selectbox", "label").value == "t"
    assert chosen(app, "multiselect", "features").value == ["a", "b"]
    give(app, GOOD)
    assert chosen(app, "selectbox", "label").value == "cured"
    assert not app.error


@pytest.mark.parametrize("name", ["mine.csv", "mine.tsv", "mine.txt"])
def test_text_files_of_every_ending_are_welcome(name):
    app = open_page(PAGE, data="own", steps="20")
    assert f".{name[-3:]}" in app.file_uploader(key="own-file").proto.type
    assert not give(app, GOOD.replace(b",", b"\t"), name).error


def test_the_unit_of_a_feature_stands_on_its_axis():
    content = b"height,income,bought\n1.71 m,987,no\n1.8 m,1234,no\n1.65 m,12500,yes\n"
    app = upload(content, standardise="false")
    assert figure(app)["layout"]["xaxis"]["title"]["text"] == "height (m)"
    assert "Units: 'height' in m." in captions(app)


def test_notes_of_a_file_are_escaped():
    app = upload(b"*a*,[k](u),y\n1,:red[p],0\n2,$q$,1\n4,<b>,0\n")
    (said,) = [each.value for each in app.caption if "rows" in each.value]
    assert r"\[k\]\(u\)" in said
    assert r"\:red\[p\]" in said


def test_what_is_said_about_a_file_is_said_in_the_language_of_the_visitor():
    content = "4;1,71;no\n5;1,8;yes\n4;1,65;no\n6;x;yes\n7;1,6;no\n"
    app = upload(content.encode(), lang="zh")
    said = captions(app)
    assert "5 行 3 列，以分号分隔。" in said
    assert "文件没有列名：各列依次称为“列 1”至“列 3”。“列 2”列不是数值列" in said
    assert chosen(app, "selectbox", "label").value == "列 3"
    refused = upload(b"a,b\n1,2\n3\n", lang="zh").error[0].value
    assert refused == "第 3 行有 1 个单元格，而表头有 2 个。"

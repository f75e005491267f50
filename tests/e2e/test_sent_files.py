"""Files sent in a direct chat: by enablement a page in two steps, by anybody else nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from adapters.console.app import address_of
from adapters.slack.attachments import fetched
from adapters.slack.calls import web_client
from bot.chat import Form, FormErrors, Identity, Message, Outcome, Reply, SharedFile
from bot.errors import DeliveryError
from tests.e2e.house import PAGES, House, build_house, titles, words
from tests.e2e.slack_house import workspace
from tests.fakes.slack_api import TOKEN, slack_api

GUIDE = b"# Loading docks\n\nA loading dock needs the heavy sensor, which costs 311 dollars."
ASKED = "what does the heavy sensor for a loading dock cost?"


class Sent:
    def __init__(self) -> None:
        self.files = {"F1": GUIDE, "F2": b""}
        self.asked: list[str] = []

    def fetch(self, who: Identity, ref: str, limit: int) -> bytes:
        self.asked.append(ref)
        if ref not in self.files:
            raise DeliveryError("it is gone.", permanent=True)
        return self.files[ref]


@pytest.fixture
def house(tmp_path: Path) -> House:
    house = build_house(tmp_path, PAGES)
    house.app.attachments["console"] = Sent()
    return house


def send(house: House, *files: SharedFile, who: str = "joel", text: str = "") -> Outcome:
    at, identity = house.app.clock(), Identity("console", "demo", who)
    return house.give(Message(f"f{house._ids()}", at, identity, address_of(who), text, files=files))


def guide(name: str = "loading-docks.md", size: int = 90, ref: str = "F1") -> SharedFile:
    return SharedFile(name, size, ref)


def fetches(house: House) -> list[str]:
    sent = house.app.attachments["console"]
    assert isinstance(sent, Sent)
    return sent.asked


def test_a_file_becomes_a_draft_and_answers_once_it_is_published(house: House) -> None:
    offered = send(house, guide())
    assert "Shall I make a page of “loading-docks.md”?" in words(offered)
    assert fetches(house) == []
    form = house.press(offered, "take_in", "joel")
    assert isinstance(form, Form)
    assert {field.name: field.value for field in form.fields} == {
        "title": "loading docks",
        "audience": "group:enablement"
        if ("group:enablement", "enablement") in form.fields[1].options
        else "",
    }
    draft = house.submit(form, "joel", title="Loading docks", audience="public")
    assert "A loading dock needs the heavy sensor" in words(draft)
    assert "seen by everyone" in words(draft).lower()
    assert "Loading docks" not in titles(house.say(ASKED))
    assert words(house.press(draft, "publish", "joel")).startswith("Published")
    house.later(minutes=1)
    assert titles(house.say(ASKED)) == ["Loading docks"]
    assert (
        words(house.press(draft, "drop", "joel")) == "That page was published, dropped or made anew already."
    )


def test_a_draft_is_dropped_and_a_file_left_alone(house: House) -> None:
    form = house.press(send(house, guide()), "take_in", "joel")
    draft = house.submit(form, "joel", audience="public")
    assert words(house.press(draft, "drop", "joel")) == "Dropped: the draft is deleted."
    assert house.app.drafts.waiting() == []
    offered = send(house, guide())
    assert "kept nothing" in words(house.press(offered, "leave", "joel"))
    assert "not with me any more" in words(house.submit(form_again(form, offered), "joel", audience="public"))


def test_a_file_restricted_on_second_thought_is_published_as_restricted(house: House) -> None:
    offered = send(house, guide())
    public = house.submit(house.press(offered, "take_in", "joel"), "joel", title="Docks", audience="public")
    form = house.press(offered, "take_in", "joel")
    narrow = house.submit(form, "joel", title="Docks", audience="group:managers")
    assert "seen by managers" in words(narrow)
    assert "takes the place of the draft" in words(narrow)
    (waiting,) = house.app.drafts.waiting()
    assert waiting.audience == ("group:managers",)
    assert words(house.press(public, "publish", "joel")).startswith("That page was published, dropped")
    assert words(house.press(narrow, "publish", "joel")).startswith("Published")
    page = house.app.drafts.page(waiting.name)
    assert page is not None
    assert page.audience == ("group:managers",)
    house.later(minutes=1)
    assert "Docks" not in titles(house.say(ASKED, "priya"))


def test_a_form_sent_twice_makes_one_page_and_shows_what_stands_there(house: House, tmp_path: Path) -> None:
    offered = send(house, guide())
    form = house.press(offered, "take_in", "joel")
    house.submit(form, "joel", title="Docks", audience="public")
    (waiting,) = house.app.drafts.waiting()
    (path,) = tmp_path.rglob(waiting.name)
    path.write_text(path.read_text().replace("- public", "- group:managers").replace("311", "312"))
    again = words(house.submit(form, "joel", title="Docks", audience="public"))
    assert ("312 dollars" in again, "seen by managers" in again, "takes the place" in again) == (
        True,
        True,
        False,
    )
    assert len(house.app.drafts.waiting()) == 1


def test_a_page_published_before_is_named_when_its_file_is_taken_in_again(house: House) -> None:
    offered = send(house, guide())
    form = house.press(offered, "take_in", "joel")
    house.press(house.submit(form, "joel", audience="public"), "publish", "joel")
    again = house.submit(form, "joel", audience="group:managers")
    assert "is published and still answers" in words(again)


def test_leaving_a_file_after_a_draft_was_made_says_that_it_stays(house: House) -> None:
    offered = send(house, guide())
    house.submit(house.press(offered, "take_in", "joel"), "joel", audience="public")
    left = words(house.press(offered, "leave", "joel"))
    assert left == "Left alone. The page that I made of it before stays as it is."
    assert len(house.app.drafts.waiting()) == 1


def test_a_form_counts_for_who_decides_and_for_readers_that_were_offered(house: House) -> None:
    form = house.press(send(house, guide()), "take_in", "joel")
    assert house.submit(form, "joel", audience="group:nobody-here") == FormErrors(
        {"audience": "Choose who may read it."}
    )
    change(house, "joel", roles=frozenset({"rep"}))
    assert words(house.submit(form, "joel", audience="public")).startswith("I take in files from enablement")
    assert house.app.drafts.waiting() == []


def change(house: House, who: str, **values: object) -> None:
    with house.app.store.write() as uow:
        person = uow.people.get(who)
        assert person is not None
        uow.people.save(replace(person, **values))  # type: ignore[arg-type]
        uow.commit()


def test_readers_that_a_file_names_itself_are_said_when_others_are_chosen(house: House) -> None:
    sent = house.app.attachments["console"]
    assert isinstance(sent, Sent)
    sent.files["F1"] = b"---\naudience: [group:managers]\n---\n" + GUIDE
    form = house.press(send(house, guide()), "take_in", "joel")
    said = "The file itself is for managers; what counts is what you chose."
    assert said in words(house.submit(form, "joel", audience="public"))
    assert said not in words(house.submit(form, "joel", audience="group:managers"))


def test_enablements_words_beside_a_file_are_heard_or_said_to_be_unread(house: House) -> None:
    price = "what does the Team plan cost?"
    assert titles(send(house, guide("shot.png"), text=price)) == ["Pricing"]
    offered = words(send(house, guide(), text=price))
    assert "Shall I make a page of “loading-docks.md”?" in offered
    assert "I have not read the words beside it" in offered
    assert "I have not read" not in words(send(house, guide()))


def test_more_groups_than_a_list_holds_are_typed(house: House) -> None:
    change(house, "priya", groups=frozenset(f"Team {n}" for n in range(99)) | {"managers"})
    form = house.press(send(house, guide()), "take_in", "joel")
    assert isinstance(form, Form)
    assert (form.fields[1].control, form.fields[1].options) == ("text", ())
    assert form.fields[1].hint == "Write “everyone”, or the name of one group."
    wrong = house.submit(form, "joel", audience="Team 99")
    assert wrong == FormErrors(
        {"audience": "Write “everyone” or the name of one group; I know no other readers."}
    )
    assert "seen by Team 98" in words(house.submit(form, "joel", audience=" team 98 "))
    assert "seen by everyone" in words(house.submit(form, "joel", audience="Everyone"))


def form_again(form: Outcome, offered: Outcome) -> Form:
    assert isinstance(form, Form)
    assert isinstance(offered, Reply)
    return replace(form, card_id=offered.card_id)


def test_sellers_files_are_not_taken_in_and_their_words_still_count(house: House) -> None:
    assert words(send(house, guide(), who="priya")).startswith("I take in files from enablement alone")
    answered = send(house, guide(), who="priya", text="what does the Team plan cost?")
    assert titles(answered) == ["Pricing"]
    offered = send(house, guide())
    assert words(house.press(offered, "take_in", "priya")).startswith("That card is closed")


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (guide("film.mp4"), "I cannot read “film.mp4”"),
        (guide(size=20_000_001), "is larger than 20 MB"),
    ],
)
def test_what_cannot_be_read_is_said_at_once(house: House, file: SharedFile, said: str) -> None:
    reply = send(house, file)
    assert isinstance(reply, Reply)
    assert said in words(reply)
    assert reply.actions == ()


@pytest.mark.parametrize(
    ("file", "why"),
    [(guide(ref="F9"), "it is gone."), (guide(ref="F2"), "It is empty.")],
)
def test_what_fails_on_the_way_is_said_and_leaves_no_draft(house: House, file: SharedFile, why: str) -> None:
    form = house.press(send(house, file), "take_in", "joel")
    assert why in words(house.submit(form, "joel", audience="public"))
    assert house.app.drafts.waiting() == []


def test_a_page_needs_a_title_and_readers(house: House) -> None:
    form = house.press(send(house, guide()), "take_in", "joel")
    assert house.submit(form, "joel", title=" ", audience="public") == FormErrors(
        {"title": "Give the page a title of up to 200 characters."}
    )
    assert house.submit(form, "joel", audience="") == FormErrors({"audience": "Choose who may read it."})


def test_several_files_are_taken_in_one_by_one(house: House) -> None:
    offered = send(house, guide(), guide("b.txt"))
    assert isinstance(offered, Reply)
    assert [(a.label, a.value) for a in offered.actions] == [
        ("Take in loading-docks.md", "0"),
        ("Take in b.txt", "1"),
        ("Leave them", ""),
    ]


def test_slack_hands_over_a_file_in_a_direct_chat(tmp_path: Path) -> None:
    with workspace(tmp_path) as slack:
        slack.api.files["F7"] = GUIDE
        url = f"{slack.api.url}/download/F7"
        file = {"id": "F7", "name": "docks.md", "size": len(GUIDE), "url_private_download": url}
        calls = slack.say("joel", "", subtype="file_share", files=[file])
        message = next(arguments for name, arguments in calls if name == "chat.postMessage")
        *_, (_, form) = slack.press("joel", message, "take_in", slack.last_ts())
        calls = slack.submit("joel", form["view"], title="Docks", audience="public")
        assert "heavy sensor" in calls[-1][1]["text"]
        assert [page.title for page in slack.house.app.drafts.waiting()] == ["Docks"]


def test_the_token_goes_nowhere_but_to_slack() -> None:
    with slack_api() as api:
        api.files["F1"] = GUIDE
        client = web_client(TOKEN, api.api_url)
        assert fetched(client, f"{api.url}/download/F1", 100) == GUIDE
        with pytest.raises(DeliveryError, match="nowhere else"):
            fetched(client, "https://files.slack.com.evil.test/F1", 100)
        with pytest.raises(DeliveryError, match="nowhere else"):
            fetched(client, "http://files.slack.com/F1", 100)
        with pytest.raises(DeliveryError, match="larger"):
            fetched(client, f"{api.url}/download/F1", 10)
        with pytest.raises(DeliveryError, match="scope files:read"):
            fetched(web_client("xoxb-other", api.api_url), f"{api.url}/download/F1", 100)

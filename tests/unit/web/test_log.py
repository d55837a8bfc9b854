"""The log as shown: in order, each message once, nothing lost on its way."""

from collections.abc import Callable
from typing import Any

Node = Callable[[str], Any]

SETTING = """
import * as Log from "js/chat/log.js";
const said = (seq, text, more = {}) => ({ seq, client_id: null, from: "bot", text, blocks: [], buttons: [], at: "", ...more });
const texts = (log) => log.map((entry) => entry.message.text);
"""


def test_a_message_seen_twice_is_shown_once_and_in_order(node: Node) -> None:
    answer = node(
        SETTING
        + "const answer = texts([said(3, 'c'), said(1, 'a'), said(2, 'b'), said(3, 'c')].reduce(Log.withMessage, []));"
    )
    assert answer == ["a", "b", "c"]


def test_what_is_on_its_way_comes_last_and_keeps_its_key_once_numbered(node: Node) -> None:
    keys, texts, states = node(
        SETTING
        + """
        let log = Log.withOutgoing([], "id-1", "mine", {});
        log = Log.withMessage(log, said(1, "earlier"));
        const before = texts(log);
        log = Log.withMessage(log, said(2, "mine", { from: "borrower", client_id: "id-1" }));
        const answer = [log.map((entry) => entry.key), [before, texts(log)], log.map((entry) => entry.state)];
        """
    )
    assert keys == ["seq-1", "id-1"]
    assert texts == [["earlier", "mine"], ["earlier", "mine"]]
    assert states == ["sent", "sent"]


def test_two_messages_on_their_way_keep_their_order(node: Node) -> None:
    answer = node(
        SETTING
        + """
        let log = Log.withOutgoing(Log.withOutgoing([], "x", "first", {}), "y", "second", {});
        log = Log.withMessage(log, said(1, "earlier"));
        const answer = texts(log);
        """
    )
    assert answer == ["earlier", "first", "second"]


def test_a_message_that_arrived_is_not_marked_failed_afterwards(node: Node) -> None:
    answer = node(
        SETTING
        + """
        let log = Log.withOutgoing([], "x", "mine", {});
        log = Log.withMessage(log, said(1, "mine", { from: "borrower", client_id: "x" }));
        const answer = Log.withState(log, "x", "failed")[0].state;
        """
    )
    assert answer == "sent"


def test_only_buttons_offered_since_the_borrower_last_spoke_are_open(node: Node) -> None:
    answer = node(
        SETTING
        + """
        const offer = (title) => ({ buttons: [{ title, action: title }] });
        const log = [said(1, "", offer("old")), said(2, "", { from: "borrower" }), said(3, "", offer("a")), said(4, "", offer("b"))]
          .reduce(Log.withMessage, []);
        const answer = Log.openButtons(log).map((button) => button.title);
        """
    )
    assert answer == ["a", "b"]


def test_the_newest_way_out_of_the_queue_stays_open_while_a_person_is_waited_for(node: Node) -> None:
    answer = node(
        SETTING
        + """
        const waiting = (title) => ({ from: "system", blocks: [{ type: "waiting" }], buttons: [{ title, action: title }] });
        const log = [said(1, "", waiting("first")), said(2, "", { from: "borrower" }), said(3, "", waiting("second")),
          said(4, "", { from: "borrower" })].reduce(Log.withMessage, []);
        const titles = (isQueued) => Log.openButtons(log, isQueued).map((button) => button.title);
        const answer = [titles(true), titles(false)];
        """
    )
    assert answer == [["second"], []]

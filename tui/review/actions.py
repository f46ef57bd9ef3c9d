"""The registry of what a reviewer can do: footer, menu, command palette, help and key bindings are all read from it."""

from dataclasses import dataclass
from typing import Final

ScreenName = str
"""What a screen calls itself in its NAME."""


@dataclass(frozen=True, slots=True)
class ReviewAction:
    """One thing a reviewer can do on some screens."""

    name: str
    """The action's method is `action_<name>` of the screen."""
    label: str
    """A word or two, for the footer."""
    description: str
    """A sentence, for help, menu and palette."""
    screens: tuple[ScreenName, ...]
    footer: bool = True
    numbered: bool = False
    """Its keys 1 to 9 say which assertion is meant."""
    moving: bool = False
    """It only moves, so that the menu need not list it."""


_DESKS: Final[tuple[ScreenName, ...]] = ("events", "desk", "event", "articles", "sources")
_DECIDING: Final[tuple[ScreenName, ...]] = ("queue", "conflict", "adjudication", "inbox", *_DESKS)
_REPORT: Final[tuple[ScreenName, ...]] = ("report",)
EVERYWHERE: Final[tuple[ScreenName, ...]] = (*_DECIDING, *_REPORT)
_QUEUE: Final[tuple[ScreenName, ...]] = ("queue",)
_CONFLICT: Final[tuple[ScreenName, ...]] = ("conflict",)
_ADJUDICATION: Final[tuple[ScreenName, ...]] = ("adjudication",)
_ANSWERING: Final[tuple[ScreenName, ...]] = (*_CONFLICT, *_ADJUDICATION)
_INBOX: Final[tuple[ScreenName, ...]] = ("inbox",)
_EVENTS: Final[tuple[ScreenName, ...]] = ("events",)
_DESK: Final[tuple[ScreenName, ...]] = ("desk",)
_EVENT: Final[tuple[ScreenName, ...]] = ("event",)
_ARTICLES: Final[tuple[ScreenName, ...]] = ("articles",)
_SOURCES: Final[tuple[ScreenName, ...]] = ("sources",)

ACTIONS: Final[tuple[ReviewAction, ...]] = (
    ReviewAction("open", "open", "Open the item with its evidence.", _QUEUE),
    ReviewAction("filter", "filter", "Choose by state, source, date and more, with counts.", _QUEUE),
    ReviewAction("search", "search", "Show only items with these words, or type a filter.", _QUEUE),
    ReviewAction("seek", "search", "Go to the next line with some words.", _REPORT),
    ReviewAction("save", "save", "Save the report in a format you choose.", _REPORT),
    ReviewAction("views", "views", "Go to a named view, or name this one.", _QUEUE),
    ReviewAction("columns", "columns", "Choose what each line of the queue says.", _QUEUE, footer=False),
    ReviewAction("sort", "sort", "Sort the queue by another column.", _QUEUE, footer=False),
    ReviewAction("mark", "mark", "Mark the item for deciding several at one stroke.", _QUEUE),
    ReviewAction("bulk", "bulk", "Decide the marked items, or all of this filter, after a preview.", _QUEUE),
    ReviewAction(
        "adopt", "adopt", "Adopt what all reviewers of an item say alike, after a preview.", _QUEUE, footer=False
    ),
    ReviewAction("history", "history", "Every decision: who, when, why; go to its item.", _QUEUE, footer=False),
    ReviewAction("inbox", "inbox", "Review the proposals, article by article.", _QUEUE),
    ReviewAction("agreement", "agreement", "How far reviewers agree, and where they do not.", _QUEUE, footer=False),
    ReviewAction("events", "events", "Say which events are one, pair by pair.", _QUEUE, footer=False),
    ReviewAction("desk", "events", "All events: split, merge, rename, move what is said of them.", _QUEUE),
    ReviewAction("article_desk", "articles", "All articles: what is missing of them, what rests on them.", _QUEUE),
    ReviewAction("source_desk", "sources", "All sources and actors: names, what they are part of, grades.", _QUEUE),
    ReviewAction("open_source", "items", "Show in the queue the items in which it speaks.", _SOURCES),
    ReviewAction("same_name", "same", "Yes: it is another name of the one suggested beside it.", _SOURCES),
    ReviewAction("one_with", "one with", "Say whose other name it is.", _SOURCES),
    ReviewAction("part_of", "part of", "Say what it is or was part of, from when to when.", _SOURCES),
    ReviewAction("grade", "grade", "Say how reliable it is held to be, A to F.", _SOURCES),
    ReviewAction("party", "party", "Say that it is a party to the fighting it reports on, or none.", _SOURCES),
    ReviewAction("find_source", "search", "List only those with some words.", _SOURCES),
    ReviewAction("open_article", "open", "Read the article with what is claimed in it.", _ARTICLES),
    ReviewAction("find_article", "search", "List only articles with some words.", _ARTICLES),
    ReviewAction("open_event", "open", "Open the event with what each article says of it.", _DESK),
    ReviewAction("find_event", "search", "List only events with some words in their names.", _DESK),
    ReviewAction("likely_joins", "one event?", "Say which events are one, pair by pair.", _DESK),
    ReviewAction("open_line", "article", "Read it in its article, where it can be mended.", _EVENT),
    ReviewAction("mark_line", "mark", "Mark an article or a statement, to split off or to move.", _EVENT),
    ReviewAction("split", "split", "Split off the articles of the marked lines, after a look at both halves.", _EVENT),
    ReviewAction("merge", "merge", "Merge another event into this one, after a look at what follows.", _EVENT),
    ReviewAction("move_statement", "move", "Put the marked statements under another event.", _EVENT),
    ReviewAction("decide_date", "date", "Settle when it was.", _EVENT),
    ReviewAction("decide_place", "place", "Settle where it was.", _EVENT),
    ReviewAction(
        "attach_background", "background", "Attach an article or statement that is background, and no evidence.", _EVENT
    ),
    ReviewAction("event_history", "history", "What was joined, parted, named and moved; take one back.", _EVENT),
    ReviewAction("join", "one event", "Say that the two are one event; their statements then meet.", _EVENTS),
    ReviewAction("part", "two events", "Say that they are two; nothing joins them again by itself.", _EVENTS),
    ReviewAction(
        "rename",
        "rename",
        "Give an event another name; its key and former names stay.",
        (*_EVENTS, *_EVENT),
    ),
    ReviewAction("clear", "clear", "Take back the search, then the filter.", _QUEUE, footer=False),
    ReviewAction("reload", "reload", "Read the queue afresh, with what others have added.", _QUEUE, footer=False),
    ReviewAction("accept", "accept", "Accept the assertion of that number.", _CONFLICT, numbered=True),
    ReviewAction("take", "take", "Settle it as that reviewer says.", _ADJUDICATION, numbered=True),
    ReviewAction(
        "proposal", "proposal", "Accept what the codebook in force proposes; its clause is recorded.", _ANSWERING
    ),
    ReviewAction("other_proposal", "others", "Accept what another codebook proposes.", _ANSWERING, footer=False),
    ReviewAction("accept_any", "accept", "Accept an assertion chosen from a list.", _ANSWERING, footer=False),
    ReviewAction("range", "range", "Accept a range; you give its ends.", _ANSWERING),
    ReviewAction("contested", "contested", "Keep the item as contested: they differ, for the record.", _ANSWERING),
    ReviewAction("not_comparable", "not comparable", "Say which relation explains the difference away.", _ANSWERING),
    ReviewAction("needs_evidence", "evidence", "Leave it until more evidence arrives.", _ANSWERING),
    ReviewAction("undecided", "undecided", "Say that you looked and cannot tell; others see that.", _ANSWERING),
    ReviewAction("confirm", "accept", "Accept the proposal under the cursor as evidence.", _INBOX),
    ReviewAction("amend", "mend", "Mend value, scope, event, speakers, stance or date of the claim.", _INBOX),
    ReviewAction("set_scope", "scope", "Say whose number an assertion gives.", (*_CONFLICT, *_INBOX)),
    ReviewAction("reject", "reject", "Set an assertion aside, with a reason code.", (*_CONFLICT, *_INBOX)),
    ReviewAction("add_claim", "add", "Add a claim nobody proposed: select its words in the text.", _INBOX),
    ReviewAction(
        "accept_agreed", "bulk", "Accept several of an article, event, construction ..., after a look at them.", _INBOX
    ),
    ReviewAction(
        "reject_many", "reject many", "Reject all of an article, event, construction ..., after a look at them.", _INBOX
    ),
    ReviewAction("next_waiting", "waiting", "The next proposal of this article that waits.", _INBOX, footer=False),
    ReviewAction("next_article", "next article", "The next article with waiting proposals.", _INBOX),
    ReviewAction("previous_article", "previous article", "The one before.", _INBOX, footer=False),
    ReviewAction("articles", "articles", "Choose an article from the list.", _INBOX),
    ReviewAction(
        "amend_article",
        "correct",
        "Correct the article's outlet, dates, title, author, address or language; say what it replaces, or that it "
        "was taken back.",
        (*_INBOX, *_ARTICLES),
    ),
    ReviewAction("different_event", "event", "Say that an assertion speaks of a different event.", _CONFLICT),
    ReviewAction(
        "mend_event",
        "mend event",
        "These are two incidents, or one: split articles off, take a merge back, merge again.",
        _CONFLICT,
        footer=False,
    ),
    ReviewAction(
        "independent", "no copy", "Say that a statement taken for a copy stands for itself.", _CONFLICT, footer=False
    ),
    ReviewAction("tag", "tag", "Give the item tags to find it by, or take some.", (*_QUEUE, *_CONFLICT), footer=False),
    ReviewAction(
        "report", "report", "The conflict report as it would be printed.", (*_QUEUE, *_CONFLICT), footer=False
    ),
    ReviewAction(
        "why", "why", "Give the last decision a reason, or another one.", (*_QUEUE, *_ANSWERING), footer=False
    ),
    ReviewAction(
        "adjudicate",
        "adjudicate",
        "See side by side what its reviewers say, and settle between them.",
        (*_QUEUE, *_CONFLICT),
        footer=False,
    ),
    ReviewAction("view", "article", "Read more of the article around a quote.", _ANSWERING),
    ReviewAction("previous", "previous", "The one before this.", (*_ANSWERING, *_EVENTS), footer=False),
    ReviewAction("next", "next", "The next one, leaving this as it is.", (*_ANSWERING, *_EVENTS)),
    ReviewAction("undo", "undo", "Undo the last decision of this session and return to its item.", _DECIDING),
    ReviewAction(
        "back",
        "back",
        "Back to where you came from.",
        (*_ANSWERING, *_INBOX, *_DESKS, *_REPORT),
    ),
    ReviewAction("settings", "settings", "Reviewer, colours, keys, reasons, blind.", _QUEUE, footer=False),
    ReviewAction("screenshot", "picture", "Save this screen as an SVG picture.", EVERYWHERE, footer=False),
    ReviewAction("menu", "menu", "Everything that can be done here, in a list.", EVERYWHERE),
    ReviewAction("help", "help", "What every key does and every word here means.", EVERYWHERE),
    ReviewAction("quit", "quit", "Leave; everything decided is saved.", EVERYWHERE, footer=False),
    ReviewAction("earlier", "earlier", "What was known on the publication day before.", (*_QUEUE, *_CONFLICT)),
    ReviewAction("later", "later", "What was known one publication day later.", (*_QUEUE, *_CONFLICT), footer=False),
    ReviewAction("as_known", "as known on", "What was known on a day you type.", (*_QUEUE, *_CONFLICT), footer=False),
    ReviewAction("present", "now", "Back to all that is known now.", (*_QUEUE, *_CONFLICT), footer=False),
    ReviewAction("up", "up", "One line up.", EVERYWHERE, footer=False, moving=True),
    ReviewAction("down", "down", "One line down.", EVERYWHERE, footer=False, moving=True),
    ReviewAction("page_up", "page up", "One page up.", EVERYWHERE, footer=False, moving=True),
    ReviewAction("page_down", "page down", "One page down.", EVERYWHERE, footer=False, moving=True),
    ReviewAction("first", "first", "To the beginning.", EVERYWHERE, footer=False, moving=True),
    ReviewAction("last", "last", "To the end.", EVERYWHERE, footer=False, moving=True),
)


def actions_on(screen: ScreenName) -> tuple[ReviewAction, ...]:
    """Return what can be done on a screen, in the order it is shown."""
    return tuple(action for action in ACTIONS if screen in action.screens)


def screen_names() -> tuple[ScreenName, ...]:
    """Return every screen that has actions."""
    return tuple(dict.fromkeys(screen for action in ACTIONS for screen in action.screens))

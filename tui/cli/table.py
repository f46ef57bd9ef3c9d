"""The table of commands."""

from typing import Final

COMMANDS: Final = {
    "demo": ("demo", "Try it on a bundled, invented event."),
    "add": ("add", "Read articles into the dossier."),
    "extract": ("extract", "Propose assertions from the articles."),
    "proposers": ("extract", "What reads the articles for `extract`."),
    "conflicts": ("items", "What cannot all be true, and why."),
    "items": ("items", "Every data item, agreeing ones too."),
    "explain": ("items", "Why an item, or a pair, is as it is."),
    "timeline": ("items", "A toll over time, revisions marked."),
    "derive": ("derive", "What a figure could have been made from."),
    "review": ("review", "Settle conflicts on a screen."),
    "decide": ("decide", "Decide a data item without a screen."),
    "tag": ("tag", "Give a data item tags to find it by."),
    "assign": ("teamwork", "Share items out among reviewers."),
    "progress": ("teamwork", "What is assigned, done and to do."),
    "agreement": ("teamwork", "How far reviewers agree."),
    "report": ("report", "Print the conflict report."),
    "schema": ("schema", "The JSON Schema of what --format json prints."),
    "replay": ("replay", "What a policy would say of every open item."),
    "compare": ("replay", "Where two dossiers settled an item differently."),
    "completion": ("shell", "Let a shell complete commands and options."),
    "manual": ("shell", "The manual, as a page for man."),
    "backup": ("maintenance", "Write a consistent copy of the dossier."),
    "move": ("maintenance", "Copy a dossier into a database, or out of it."),
    "reconcile": ("reconcile", "Bring the queue up to date, here or on a cluster."),
    "export": ("export", "The dossier's tables, for other programs."),
    "rebuild": ("maintenance", "Compute the query tables afresh."),
    "articles": ("articles", "The articles of the dossier."),
    "events": ("events", "Which articles speak of the same event."),
    "claims": ("claims", "Claims files, in and out."),
    "vocabulary": ("vocabulary", "The words in force, and your own."),
    "audit": ("audit", "Where an answer comes from; is it intact."),
    "stamp": ("stamp", "A checkpoint's time, vouched for by others."),
    "redact": ("redact", "Take names, quotes and statements out."),
    "reviewers": ("reviewers", "Who may decide in this dossier."),
    "team": ("team", "Who may record in a dossier on a server."),
    "policies": ("policies", "What each codebook would say."),
    "protocol": ("protocol", "How many reviews an item asks for."),
}
"""The module in tui.cli.commands that declares each command, and its line in the help, in the order of the help.

The lines are here so that `variorum --help` imports none of the modules: each imports all that its commands need.
"""

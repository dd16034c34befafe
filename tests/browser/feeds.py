"""Reads an Atom feed and a JSON Feed with readers that share no code with ours.

Standard input: a JSON object with "atom" and "json", the documents as texts. Standard output:
by reader, the entries as [id, time of change in seconds, author, title, address]. Whatever a
reader complains of ends the program.
"""

import calendar
import datetime
import json
import sys

import fastfeedparser
import feedparser
import jsonfeed


def seconds(text):
    """Seconds since 1970 of an RFC 3339 time."""
    return int(datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp())


def page(entry):
    """The address of an entry's page; where there is none, readers give its id in its place."""
    return next((link["href"] for link in entry.get("links") or [] if link["rel"] == "alternate"), None)


def by_feedparser(text):
    feed = feedparser.parse(text.encode(), response_headers={"content-type": "application/atom+xml; charset=utf-8"})
    assert not feed.bozo, feed.get("bozo_exception")
    assert feed.version == "atom10", feed.version
    for part in ("id", "title", "updated", "author", "language"):
        assert feed.feed.get(part), part
    assert {"self", "alternate"} <= {link.rel for link in feed.feed.links}, feed.feed.links
    return [
        [entry.id, calendar.timegm(entry.updated_parsed), entry.author, entry.title, page(entry)]
        for entry in feed.entries
    ]


def by_fastfeedparser(text):
    feed = fastfeedparser.parse(text)
    return [
        [entry.id, seconds(entry.updated), entry.author, entry.title, page(entry)]
        for entry in feed.entries
    ]


def by_jsonfeed(text):
    feed = jsonfeed.Feed.parse_string(text)
    assert json.loads(text)["version"] == jsonfeed.Feed.version
    assert feed.title and feed.home_page_url and feed.feed_url and feed.language
    for item in feed.items:
        assert item.id and (item.content_text or item.content_html), item.id
    return [
        [item.id, seconds(item.date_modified), (item.authors or feed.authors)[0].name, item.title, item.url]
        for item in feed.items
    ]


given = json.load(sys.stdin)
json.dump(
    {
        "feedparser": by_feedparser(given["atom"]),
        "fastfeedparser": by_fastfeedparser(given["atom"]),
        "jsonfeed": by_jsonfeed(given["json"]),
    },
    sys.stdout,
)

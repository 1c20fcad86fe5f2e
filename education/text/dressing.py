"""What our renderer adds to clean HTML: heading ids, numbered notes, terms explained in place, drawings, facts.

Works on text between tags only; every word it adds is escaped or our own. Tokens are written `[[kind argument|words]]`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape, unescape
from urllib.parse import urlsplit

from education.text.reading import TOKEN

TAG = re.compile(r"(<[^<>]*>)")
HEADING = re.compile(r"<(h[234])>(.*?)</\1>", re.DOTALL)
MYTH = re.compile(r"<blockquote>(\s*<p><strong>Myth:)")
WHY = re.compile(
    r"<blockquote>\s*<p><strong>(Why we say it this way):?</strong>:?((?:(?!<blockquote>).)*?)</blockquote>", re.DOTALL
)
ALONE = re.compile(r"<p>\s*\[\[drawing ([a-z-]+)\]\]\s*</p>")
ELSEWHERE = re.compile(r'(<a href="(https://[^"]+)"[^>]*>)(.*?)</a>', re.DOTALL)


@dataclass
class Dressed:
    """A page as it is shown: its HTML, the headings to jump to, the sources by their numbers, the terms used."""

    html: str = ""
    contents: list[tuple[str, str]] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    terms: list[str] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Known:
    """What tokens may name: sources and terms by key, drawings by name as HTML, the clinic's facts in words."""

    sources: frozenset[str] = frozenset()
    terms: Mapping[str, str] = field(default_factory=dict)
    drawings: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)


def dress(html: str, known: Known) -> Dressed:
    """Clean HTML with everything added that a reader sees."""
    page = Dressed()
    html = _in_text(html, lambda text: text.replace('"', "&quot;").replace("'", "&#x27;"))
    html = ELSEWHERE.sub(_with_host, html)
    html = MYTH.sub(r'<blockquote class="myth">\1', html)
    html = WHY.sub(r'<details class="more why"><summary>\1</summary><p>\2</details>', html)
    html = ALONE.sub(lambda found: known.drawings.get(found[1], ""), html)
    html = re.sub(r"\s+(?=\[\[source )", "", html)
    html = _in_text(html, lambda text: TOKEN.sub(lambda token: _shown(token, page, known), text))
    page.html = HEADING.sub(lambda found: _heading(found, page), html)
    return page


def unknown_tokens(markdown: str, known: Known) -> list[str]:
    """A sentence for each token that names something we do not have."""
    there: dict[str, Mapping[str, object] | frozenset[str]] = {
        "source": known.sources,
        "term": known.terms,
        "drawing": known.drawings,
        "clinic": known.facts,
    }
    wrong = []
    for kind, argument, _words in TOKEN.findall(markdown):
        if kind == "claims":
            continue
        if kind not in there:
            wrong.append(f"[[{kind} …]] is not something this page can show. Use source, term, drawing or clinic.")
        elif argument.strip() not in there[kind]:
            wrong.append(f"There is no {kind} called “{argument.strip()}”. Pick one from the list.")
    return list(dict.fromkeys(wrong))


def _in_text(html: str, change: Callable[[str], str]) -> str:
    parts = TAG.split(html)
    return "".join(part if part.startswith("<") else change(part) for part in parts)


def _shown(token: re.Match[str], page: Dressed, known: Known) -> str:
    kind, argument, words = token[1], unescape(token[2].strip()), token[3]
    if kind == "source" and argument in known.sources:
        return _note(argument, page)
    if kind == "term":
        return _term(argument, words or escape(argument.replace("-", " ")), page, known)
    if kind == "clinic":
        return escape(known.facts.get(argument, ""))
    return ""


def _note(key: str, page: Dressed) -> str:
    if key not in page.sources:
        page.sources.append(key)
    number = page.sources.index(key) + 1
    return f'<sup class="note"><a href="#source-{number}" aria-label="Source {number}">{number}</a></sup>'


def _term(slug: str, words: str, page: Dressed, known: Known) -> str:
    if slug not in known.terms or slug in page.terms:
        return words
    page.terms.append(slug)
    return f'<button type="button" class="term" popovertarget="term-{escape(slug)}">{words}</button>'


def _heading(found: re.Match[str], page: Dressed) -> str:
    level, inner = found.groups()
    words = unescape(re.sub(r"<[^<>]*>", "", re.sub(r"<sup.*?</sup>", "", inner))).strip()
    name = f"at-{slug_of(words) or 'part'}"
    unique = name if name not in page.ids else f"{name}-{len(page.ids)}"
    page.ids.add(unique)
    if level == "h2":
        page.contents.append((unique, words))
    return f'<{level} id="{unique}">{inner}</{level}>'


def slug_of(words: str) -> str:
    """A heading or a term as it stands in an address."""
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")


def _with_host(link: re.Match[str]) -> str:
    opening, address, words = link.groups()
    host = urlsplit(unescape(address)).hostname or ""
    shown = "" if host in words else f' <span class="host">({escape(host)})</span>'
    return f"{opening}{words}</a>{shown}"

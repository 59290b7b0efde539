"""Finds every mention of another document and says which one it is, in what role, and where each part stands.

Found: numbers of every grammar in `lexicon/numbering.toml` with the type word, date, issuer, title and pinpoint that
stand with them; laws, codes and ordinances by name; congress resolutions; nicknames made of a type word and a bare serial
(`Đề án 06`); short forms that point to a document cited before (`Nghị quyết này`, `Kế hoạch nêu trên`, an alias).
Left alone: the document's own number, `CÔNG BÁO/Số …`, addresses, ratios, articles of the document itself.

A short form is resolved only where exactly one document cited before answers to it.
"""

from __future__ import annotations

from kehoach.extractors.citations.around import Dates, finish_numbered, take_pinpoint, take_title
from kehoach.extractors.citations.laws import laws
from kehoach.extractors.citations.lists import bare_lists, share
from kehoach.extractors.citations.mention import Mention, disjoint, one_line
from kehoach.extractors.citations.names import other_names
from kehoach.extractors.citations.numbers import numbered, numbers
from kehoach.extractors.citations.pointers import aliases_used, short_forms
from kehoach.extractors.citations.roles import give_roles
from kehoach.extractors.citations.types import document_type
from kehoach.extractors.dates.atom import Found
from kehoach.extractors.ids import Identifiers
from kehoach.record import Citation
from kehoach.text.clean import CleanText
from kehoach.text.normal import lower


def scan(
    clean: CleanText,
    found_dates: list[Found],
    own_numbers: set[str],
    own_codes: set[str],
    titles: list[tuple[int, int]] | None = None,
) -> list[Mention]:
    """All mentions of other documents in the cleaned text, in order.

    Args:
        own_numbers: normalised numbers of the documents in the file, which are not mentions of others.
        own_codes: their type codes, so that `Quyết định này` in a decision is not a pointer to another one.
        titles: where their titles stand; `Triển khai Quyết định số …` there names what is carried out.
    """
    text = clean.text
    dates = Dates(found_dates)
    mentions: list[Mention] = []
    others = [n for n in numbers(clean) if n.text not in own_numbers]
    previous_end = 0
    for number in others:
        mention = numbered(clean, number, previous_end)
        if mention is None:
            continue
        finish_numbered(mention, clean, dates)
        mentions.append(mention)
        previous_end = mention.end
    mentions += bare_lists(clean, dates)
    mentions += laws(clean, mentions, dates)
    mentions += other_names(clean, mentions, dates)
    mentions.sort(key=lambda m: (m.start, -m.end))
    mentions = disjoint(mentions)
    share(clean, mentions)
    shorts = short_forms(clean, mentions, own_codes) + aliases_used(clean, mentions)
    if shorts:
        mentions = disjoint(sorted(mentions + shorts, key=lambda m: (m.start, m.form == "short", -m.end)))
    for index, mention in enumerate(mentions):
        take_pinpoint(mention, clean)
        if mention.form != "short":
            limit = mentions[index + 1].start if index + 1 < len(mentions) else len(text)
            take_title(mention, clean, len(text) if mention.form == "number" else limit)
    give_roles(clean, mentions, titles or [])
    return mentions


def finish(clean: CleanText, mentions: list[Mention], known: dict[str, str], ids: Identifiers) -> tuple[Citation, ...]:
    """The citations with their spans in the source.

    Args:
        known: identifiers in the register of known documents by number or folded name.
    """
    source = clean.source
    index = {id(mention): i for i, mention in enumerate(mentions)}
    citations = []
    for mention in mentions:
        start, end = clean.span(mention.start, mention.end)
        parts = {}
        for key, span in (
            ("number", mention.number_span),
            ("issued", mention.issued_span),
            ("issuer", mention.issuer_span),
            ("title", mention.title_span),
            ("pinpoint", mention.pinpoint_span),
        ):
            if span is not None:
                parts[key] = clean.span(*span)
        title = one_line(clean.text[slice(*mention.title_span)]) if mention.title_span else None
        meant = mention.refers_to or mention
        citations.append(
            Citation(
                source[start:end],
                start,
                end,
                type=document_type(mention.code),
                number=mention.number,
                name=mention.name,
                year=mention.year,
                issued=mention.issued,
                issuer=mention.issuer,
                title=title,
                pinpoint=mention.pinpoint,
                role=mention.role,
                form=mention.form,
                refers_to=index.get(id(mention.refers_to)) if mention.refers_to else None,
                known_as=known.get(meant.number or "") or (known.get(lower(meant.name)) if meant.name else None),
                parts=parts or None,
                id=ids("c", start, end),
            )
        )
    return tuple(citations)

"""What a template may not say, each with a stable code and a sentence."""

from typing import final

import attrs

from poltech.errors import msg

__all__ = [
    "ACROSS",
    "ATTRIBUTE",
    "CASE_ELSE",
    "CASE_TWICE",
    "CLIPPED",
    "CONTROL",
    "ELEMENT",
    "EMPTY",
    "FILTER",
    "FILTER_ARGUMENTS",
    "HANDLER",
    "HIDDEN_BRACES",
    "INSIDE_TAG",
    "MOVED",
    "NO_ALT",
    "NO_DEFAULT",
    "NO_FIELD",
    "OPERAND",
    "RAW_TEXT",
    "REMOTE_STYLE",
    "SCHEME",
    "SHAPE",
    "SYNTAX",
    "TAG",
    "TOO_DEEP",
    "TOO_LONG",
    "TOO_MUCH",
    "UNCLOSED",
    "UNKNOWN_FIELD",
    "URL",
    "TemplateRule",
]


@final
@attrs.frozen
class TemplateRule:
    """One rule for templates.

    Attributes:
        code: stable word.
        text: the sentence said of whoever breaks it.
        warns: whether the message may leave all the same.
    """

    code: str
    text: str
    warns: bool = False


SYNTAX = TemplateRule("syntax", msg("Liquid cannot read this"))
UNCLOSED = TemplateRule("unclosed", msg("it is not closed, or too long"))
TAG = TemplateRule("tag", msg("this tag is not part of our Liquid"))
TOO_MUCH = TemplateRule("too_much", msg("there are too many tags and fields"))
TOO_LONG = TemplateRule("too_long", msg("the template is too long"))
EMPTY = TemplateRule("empty", msg("it is empty"))
CONTROL = TemplateRule("control", msg("it holds a control character"))
NO_FIELD = TemplateRule("no_field", msg("it says no field"))
UNKNOWN_FIELD = TemplateRule("unknown_field", msg("no such field is declared"))
FILTER = TemplateRule("filter", msg("this filter is not part of our Liquid"))
FILTER_ARGUMENTS = TemplateRule(
    "filter_arguments", msg("the filter is not told what it needs")
)
CASE_ELSE = TemplateRule("case_else", msg("something follows the else"))
CASE_TWICE = TemplateRule("case_twice", msg("a value is named twice"))
OPERAND = TemplateRule("operand", msg("only fields, texts and numbers are compared"))

TOO_DEEP = TemplateRule("too_deep", msg("elements stand too deep in each other"))
ELEMENT = TemplateRule("element", msg("this element has no place in a mail"))
HANDLER = TemplateRule("handler", msg("a mail runs no scripts"))
SCHEME = TemplateRule("scheme", msg("links are https, mailto or tel"))
REMOTE_STYLE = TemplateRule("remote_style", msg("styles stand in the mail itself"))
INSIDE_TAG = TemplateRule(
    "inside_tag", msg("Liquid stands inside a tag, outside a quoted value")
)
RAW_TEXT = TemplateRule("raw_text", msg("Liquid stands where nothing can be escaped"))
ATTRIBUTE = TemplateRule("attribute", msg("this attribute may hold no field"))
URL = TemplateRule("url", msg("a link holds nothing of a person"))
ACROSS = TemplateRule("across", msg("a branch begins and ends in different places"))
HIDDEN_BRACES = TemplateRule("hidden_braces", msg("entities hide Liquid"))
MOVED = TemplateRule("moved", msg("the HTML is not well formed"))
SHAPE = TemplateRule("shape", msg("a value would change the structure of the mail"))

NO_DEFAULT = TemplateRule(
    "no_default", msg("not everybody has this; give it a default"), warns=True
)
NO_ALT = TemplateRule("no_alt", msg("an image says nothing to the blind"), warns=True)
CLIPPED = TemplateRule(
    "clipped", msg("beyond 100 kB the end is cut off by some readers"), warns=True
)

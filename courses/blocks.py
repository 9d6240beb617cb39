"""The pieces a handbook entry's body is made of.

Each has a template of its own in site/templates/courses/blocks/. A block is stored
inside revisions for ever: never rename one, and give new fields a default.
"""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

# No links: an entry points to others through "related entries", which also keeps
# the number of queries of a page the same whatever its text holds.
TEXT_FEATURES = ["bold", "italic", "ol", "ul"]


class TextBlock(blocks.RichTextBlock):
    """Paragraphs and lists."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(features=TEXT_FEATURES, **kwargs)

    class Meta:
        label = _("Text")
        icon = "pilcrow"
        template = "courses/blocks/text.html"


class HeadingBlock(blocks.CharBlock):
    """A heading inside the entry; the page's contents list them."""

    class Meta:
        label = _("Heading")
        icon = "title"
        template = "courses/blocks/heading.html"


class StepItemBlock(blocks.StructBlock):
    """One step of a procedure."""

    title = blocks.CharBlock(label=_("Title"), max_length=80)
    text = blocks.TextBlock(label=_("Text"), required=False)

    class Meta:
        label = _("Step")


class StepsBlock(blocks.StructBlock):
    """A procedure, to be done in this order."""

    title = blocks.CharBlock(label=_("Title"), max_length=80, required=False)
    items = blocks.ListBlock(StepItemBlock(), label=_("Steps"), min_num=1)

    class Meta:
        label = _("Steps in order")
        icon = "list-ol"
        template = "courses/blocks/steps.html"


class DoDontBlock(blocks.StructBlock):
    """What to do and what not to do, side by side."""

    title = blocks.CharBlock(label=_("Title"), max_length=80, required=False)
    do = blocks.ListBlock(blocks.CharBlock(), label=_("Do"), min_num=1)
    dont = blocks.ListBlock(blocks.CharBlock(), label=_("Do not"), min_num=1)

    class Meta:
        label = _("Do and do not")
        icon = "tick-inverse"
        template = "courses/blocks/do_dont.html"


class TableBlock(TypedTableBlock):
    """A table of plain text."""

    text = blocks.TextBlock(label=_("Text"), required=False)

    class Meta:
        label = _("Table")
        icon = "table"
        template = "courses/blocks/table.html"


class CalloutBlock(blocks.StructBlock):
    """A box that stands out: an example from work, a note or a warning."""

    tone = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[
            ("example", _("Example")),
            ("note", _("Note")),
            ("warning", _("Warning")),
        ],
        default="example",
    )
    title = blocks.CharBlock(label=_("Title"), max_length=80, required=False)
    text = blocks.TextBlock(label=_("Text"))

    class Meta:
        label = _("Callout")
        icon = "openquote"
        template = "courses/blocks/callout.html"


class LegalBlock(blocks.StructBlock):
    """The legal basis, in our own words, with the day somebody checked it."""

    statute = blocks.CharBlock(label=_("Statute"), max_length=120)
    article = blocks.CharBlock(label=_("Article"), max_length=60, required=False)
    text = blocks.TextBlock(label=_("What it says, in our words"))
    checked_on = blocks.DateBlock(label=_("Checked on"))

    class Meta:
        label = _("Legal basis")
        icon = "doc-full"
        template = "courses/blocks/legal.html"


class KeyPointsBlock(blocks.ListBlock):
    """What to remember."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(blocks.CharBlock(label=_("Point")), min_num=1, **kwargs)

    class Meta:
        label = _("Key points")
        icon = "key"
        template = "courses/blocks/key_points.html"


class BodyBlock(blocks.StreamBlock):
    """The body of an entry."""

    text = TextBlock()
    heading = HeadingBlock(max_length=60)
    steps = StepsBlock()
    do_dont = DoDontBlock()
    table = TableBlock()
    callout = CalloutBlock()
    legal = LegalBlock()
    key_points = KeyPointsBlock()

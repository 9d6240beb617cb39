"""What the three people's rule says to those it turns away."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.rules.editorial import Refusal

REFUSALS: dict[Refusal, str | Promise] = {
    Refusal.DECIDED: _("Somebody else has decided on this already; look again."),
    Refusal.CHANGED: _(
        "The draft was changed after you opened it; read it again before you decide."
    ),
    Refusal.ROLE: _("This step is for others to decide."),
    Refusal.DRAFTED: _(
        "You wrote on this draft, so somebody else has to decide on it."
    ),
    Refusal.APPROVED_BEFORE: _(
        "You reviewed this draft, so somebody else has to approve it."
    ),
    Refusal.NO_COMMENT: _("Say what should be changed; then it can be sent back."),
}

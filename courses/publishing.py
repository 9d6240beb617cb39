"""What Wagtail does when the last step of a workflow is passed.

Named in the settings and loaded while Wagtail's own models load: imports none.
"""

from typing import Any


def publish(workflow_state: Any, user: Any = None) -> None:
    """Publish the approved text, or keep it for its day.

    Approvers have no right to publish; that three people agreed is theirs. Whether
    they did is checked once more where the edition is written down.
    """
    revision = workflow_state.content_object.get_latest_revision()
    revision.publish(user=user, skip_permission_checks=True)

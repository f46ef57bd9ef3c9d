"""Events: which mentions, in which articles, are of one and the same event."""

from reconcile.events.blocking import Counts
from reconcile.events.finding import find_events
from reconcile.events.mentions import NO_FINGERPRINT, Event, Mention, build_event, event_key

__all__ = ["NO_FINGERPRINT", "Counts", "Event", "Mention", "build_event", "event_key", "find_events"]

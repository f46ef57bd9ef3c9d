"""Stopping timers, and starting workers: each is given a function, never a coroutine that nobody might await."""

from collections.abc import Callable, Coroutine
from typing import Any, TypeVarTuple

from textual.dom import DOMNode
from textual.timer import Timer

Arguments = TypeVarTuple("Arguments")


def start_worker(
    owner: DOMNode,
    group: str,
    work: Callable[[*Arguments], Coroutine[Any, Any, object]],
    *arguments: *Arguments,
    exclusive: bool = True,
) -> None:
    """Run `work` in a worker of `owner`; where `exclusive`, in place of an earlier one of its group.

    The coroutine is made when the worker starts: an app that is closing starts none, and Python would complain of a
    coroutine that was made and never awaited.
    """

    async def call() -> None:
        await work(*arguments)

    run: Callable[..., object] = owner.run_worker  # it cannot infer the type of a result that nobody asks for
    run(call, exclusive=exclusive, group=group)


def stop_timer(timer: Timer | None) -> None:
    """Stop a timer, if there is one."""
    if timer is not None:
        timer.stop()

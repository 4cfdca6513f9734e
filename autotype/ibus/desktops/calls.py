"""A question on a bus, to which only the expected kind of answer counts."""

from typing import Any

from dbus_fast import DBusError, Message, MessageType
from dbus_fast.aio import MessageBus


async def call(
    bus: MessageBus, place: tuple[str, str], method: str, expected: str, *texts: str
) -> Any:
    """Return the first value of an answer, None if it is to have none.

    Args:
        bus: Where to ask.
        place: The name on the bus and the path of the object.
        method: With its interface before it.
        expected: The signature of the answer.
        texts: The arguments.

    Raises:
        DBusError: There is no answer of the expected signature.
    """
    interface, _, member = method.rpartition(".")
    asked = Message(*place, interface, member, signature="s" * len(texts), body=list(texts))
    answer = await bus.call(asked)
    if (
        answer is None
        or answer.message_type is not MessageType.METHOD_RETURN
        or answer.signature != expected
    ):
        raise DBusError("org.freedesktop.DBus.Error.Failed", f"{method} was not answered")
    return answer.body[0] if answer.body else None

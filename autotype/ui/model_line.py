"""What the line above the text says of the model: which one is in use and why, offers, progress."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QObject, Signal, Slot

from autotype.errors import AutotypeError
from autotype.text.engine_status import EngineState, EngineStatus
from autotype.text.model_in_use import ModelInUse, Recommended
from autotype.translation import number, tr
from autotype.ui.fetching import PASSING_S, Fetching
from autotype.ui.model_offer import missing_in_words, offer_in_words
from autotype.ui.notice import Action, Notice
from autotype.ui.pack_fetch import PULL
from autotype.ui.pack_watch import PackWatch


class Models(Protocol):
    """What chooses the model; see `autotype.choosing.Choosing`."""

    def in_use(self) -> ModelInUse:
        """Return the model that is chosen now."""

    def wants_offers(self) -> bool:
        """Whether to speak of a better model without being asked."""

    def use(self, pack: str) -> None:
        """Choose a model; raises `AutotypeError` if that cannot be remembered."""

    def never_offer(self) -> None:
        """Say nothing of better models any more; raises as `use` does."""


class Engine(Protocol):
    """The worker, as far as it is needed here."""

    def reopen(self) -> None:
        """Open the engine again."""

    def swap(self) -> None:
        """Open the engine anew; the old one stays until that works."""


class ModelLine(QObject):
    """Speaks for the model in the line above the text. Writing goes on meanwhile.

    Signals:
        can_get(bool): Whether there is a reason to ask for the recommended model, or it is in use.
    """

    can_get = Signal(bool)

    def __init__(
        self,
        notice: Notice,
        models: Models,
        engine: Engine,
        watch: PackWatch,
        command: Sequence[str] = PULL,
    ) -> None:
        """Begin to listen.

        Args:
            notice: The line; nobody else writes to it.
            models: What chooses the model.
            engine: Runs it.
            watch: Says when another one would be chosen.
            command: The command line that fetches the recommended one.
        """
        super().__init__(notice)
        self._notice = notice
        self._models = models
        self._engine = engine
        self._watch = watch
        self._fetching = Fetching(notice, command)
        self._fetching.ended.connect(self._fetched)
        self._status = EngineStatus(EngineState.LOADING)
        self._shown: ModelInUse | None = None  # what the engine ran when it was last spoken of
        self._swapping = False
        self._owed = ""  # to be said as soon as the engine has nothing more to say
        self._measured_ms = 0.0
        self._unasked = False  # whether what is shown offers something
        self._told: set[tuple[str, float]] = set()  # unasked, and once is enough
        watch.changed.connect(self._swap)
        watch.measured.connect(self._measured)

    def stop(self) -> None:
        """End a download; nothing of it is left."""
        self._fetching.stop()

    @Slot(object)
    def on_status(self, status: EngineStatus) -> None:
        """Say what the user should know of what the engine has become."""
        self._status = status
        if status.state is not EngineState.LOADING:
            self._swapping = False
            if not self._fetching.is_on:  # the line is taken otherwise
                self._speak()

    def get(self) -> None:
        """Get the recommended model; say why it is not in use if it is here already."""
        if self._fetching.is_on:
            return
        model = self._models.in_use()
        title = model.recommended_title
        match model.recommended:
            case Recommended.IN_USE if not model.setting_fails:
                self._say(
                    tr("The recommended model, {title}, is in use.", title=title),
                    seconds=PASSING_S,
                )
            case Recommended.TOO_SLOW:
                self._explain(model)
            case Recommended.NOT_CHOSEN:
                self._say(
                    tr(
                        "The recommended model, {title}, is on this computer, but {chosen} was "
                        "chosen and is in use.",
                        title=title,
                        chosen=model.title,
                    ),
                    (tr("Use the automatic choice"), lambda: self._use("auto")),
                )
            case _:
                self._unasked = False
                self._fetching.start()

    def withdraw(self) -> None:
        """Take back an offer that the settings do not want any more, if one is shown."""
        if self._unasked and not self._models.wants_offers():
            self._unasked = False
            self._notice.hide()

    # What is said

    def _speak(self) -> None:
        """Say what there is to say of the engine and of the model, the most important first."""
        status, before = self._status, self._shown
        if status.state is EngineState.MISSING:
            self._say_missing()
            return
        if status.state is EngineState.FAILED:
            self._say(status.message, (tr("Try again"), self._engine.reopen))
            return
        model = self._shown = self._models.in_use()
        self.can_get.emit(model.recommended is not Recommended.IN_USE or model.setting_fails)
        owed, self._owed = self._owed, ""
        if owed:
            self._say(owed)
        elif status.message:
            self._say(status.message)
        elif model.notices:
            work = (tr("Use the automatic choice"), lambda: self._use("auto"))
            self._say(" ".join(model.notices), *([work] if model.setting_fails else []))
        elif model.better and self._models.wants_offers():
            if self._first(model.better, model.better_ms):
                self._explain(model)
                self._unasked = True
        elif before is not None and model.key and before.key != model.key:
            self._say_changed(model, before)
        elif self._offers(model):
            if self._first("offer"):
                self._offer(model)
                self._unasked = True
        else:
            self._notice.hide()

    def _first(self, what: str, figure: float = 0.0) -> bool:
        """Whether something is to be said for the first time."""
        new = (what, figure) not in self._told
        self._told.add((what, figure))
        return new

    def _say_missing(self) -> None:
        self._shown = ModelInUse()
        self.can_get.emit(True)
        self._say(missing_in_words(self._models.in_use()), (tr("Get the model"), self.get))

    def _say_changed(self, model: ModelInUse, before: ModelInUse) -> None:
        better = before.key and model.recommended is Recommended.IN_USE
        said = tr("{title} is in use now.", title=model.title)
        if better:
            said = tr("The better model, {title}, is in use now.", title=model.title)
        self._say(said, seconds=PASSING_S)

    def _offers(self, model: ModelInUse) -> bool:
        absent = model.recommended is Recommended.ABSENT
        return model.small and absent and self._models.wants_offers()

    def _offer(self, model: ModelInUse) -> None:
        self._say(
            offer_in_words(model),
            (tr("Get it"), self.get),
            (tr("Not now"), self._notice.hide),
            (tr("Never"), self._never),
        )

    def _explain(self, model: ModelInUse, first: str = "") -> None:
        """Say why the better model is not in use."""
        recommended = model.recommended is Recommended.TOO_SLOW
        which = {"better": model.better_title, "ms": number(model.better_ms), "used": model.title}
        said = tr(
            "The better model, {better}, was too slow here when it was measured ({ms} ms a word "
            "while nothing else ran); {used} is in use.",
            **which,
        )
        if recommended:
            said = tr(
                "The recommended model, {better}, was too slow here when it was measured ({ms} ms "
                "a word while nothing else ran); {used} is in use.",
                **which,
            )
        self._say(
            f"{first} {said}".strip(),
            (tr("Use it anyway"), lambda: self._use(model.better)),
            (tr("Measure again"), lambda: self._measure(model)),
            (tr("Leave it so"), self._never),
        )

    def _say(self, text: str, *actions: Action, seconds: float = 0) -> None:
        self._unasked = False
        self._notice.say(text, *actions, seconds=seconds)

    # What is done

    def _swap(self) -> None:
        self._swapping = True
        self._engine.swap()

    def _use(self, pack: str) -> None:
        """Use a model from now on; what cannot be remembered holds until the end."""
        try:
            self._models.use(pack)
        except AutotypeError as error:
            self._owed = tr(
                "This holds until Autotype ends, but not the next time. {error}", error=error
            )
        self._watch.look()
        if not self._swapping:
            self._speak()

    def _never(self) -> None:
        self._notice.hide()
        try:
            self._models.never_offer()
        except AutotypeError as error:
            self._say(
                tr("This cannot be remembered, and you will be asked again. {error}", error=error)
            )

    def _measure(self, model: ModelInUse) -> None:
        self._say(
            tr(
                "{title} is being measured, which takes up to a minute; the less you and "
                "other programs do meanwhile, the better.",
                title=model.better_title,
            ),
        )
        self._measured_ms = model.better_ms
        self._watch.measure(model.better)

    def _measured(self) -> None:
        """Say what came of measuring again."""
        if self._swapping or self._fetching.is_on:
            return  # the engine says that another model is in use
        model = self._models.in_use()
        if not model.better:
            self._speak()
        elif model.better_ms == self._measured_ms:
            self._explain(model, tr("Nothing new is known, for other programs were busy."))
        else:
            self._explain(model)

    def _fetched(self, error: str) -> None:
        if error:
            self._say(error, (tr("Try again"), self.get))
            return
        self._notice.say(tr("Opening the better model …"), share=1.0)
        self._watch.look()
        if self._swapping:
            return
        if self._status.state is EngineState.READY:
            self._speak()  # it is here, and for a reason that there is it is not in use
        else:
            self._engine.reopen()

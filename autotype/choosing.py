"""The settings of a running editor, as far as they choose the model, and what they lead to."""

import contextlib
import logging
import os
from dataclasses import replace
from datetime import date
from pathlib import Path

from autotype import paths, settings
from autotype.errors import AutotypeError
from autotype.logs import describe
from autotype.packs.catalogue import kept_download, recommended
from autotype.packs.choice import Choice, choose, unmeasured
from autotype.packs.installed import AUTO, installed, shipped_folder
from autotype.packs.measured import measured
from autotype.packs.shelf import on_shelf
from autotype.settings import Settings
from autotype.text.model_in_use import ModelInUse, PackOnShelf, Recommended

_log = logging.getLogger(__name__)


class Choosing:
    """Holds the settings, which a button may change; asked from several threads.

    Attributes:
        settings: What holds now.
    """

    def __init__(self, chosen: Settings) -> None:
        self.settings = chosen

    def in_use(self) -> ModelInUse:
        """Return the model that is chosen now; one without a key if there is none."""
        try:
            return _described(choose(self.settings.pack), self.settings.pack)
        except AutotypeError:
            pass
        except Exception as error:
            # What lies in a folder of packs must not keep the window from opening; the
            # engine's thread meets it again, and says so.
            _log.error("choosing a pack: %s", describe(error))
        return _with_download(ModelInUse())

    def wants_offers(self) -> bool:
        """Whether to speak of a better model without being asked."""
        return self.settings.offer_model and self.settings.pack == AUTO

    def use(self, pack: str) -> None:
        """Choose a model, by its name or as "auto", now and from now on.

        Raises:
            SettingsError: It cannot be remembered; it holds until the end all the same.
        """
        self._change(pack=pack)

    def never_offer(self) -> None:
        """Say nothing of better models any more; raises as `use` does."""
        self._change(offer_model=False)

    def to_measure(self) -> tuple[str, ...]:
        """Return the names of what should be measured in a quiet moment, with the day."""
        names = [pack.manifest.name for pack in unmeasured(self.settings.pack)]
        return (date.today().isoformat(), *names) if names else ()

    def shelf(self) -> tuple[PackOnShelf, ...]:
        """Return all packs that are here or can be had, those that are here first."""
        used = None
        with contextlib.suppress(AutotypeError):
            used = choose(self.settings.pack).pack.folder
        return on_shelf(used)

    def remove(self, name: str) -> None:
        """Remove a pack of the user; raises `PackError` if that cannot be done."""
        from autotype.packs.install import remove  # with all that making one takes

        remove(name)

    def _change(self, **values: object) -> None:
        self.settings = replace(self.settings, **values)  # type: ignore[arg-type]  # by name
        # What holds now may have been said on the command line, for this time only.
        kept, _ = settings.load(paths.settings_file())
        settings.save(paths.settings_file(), replace(kept, **values))  # type: ignore[arg-type]


def _described(choice: Choice, asked: str) -> ModelInUse:
    pack, better = choice.pack, choice.too_slow
    figures = measured(better) if better else None
    becomes, title = Recommended.ABSENT, ""
    with contextlib.suppress(AutotypeError):
        entry = recommended()
        title = entry.title
        if entry.name == pack.manifest.name:
            becomes = Recommended.IN_USE
        elif better and entry.name == better.manifest.name:
            becomes = Recommended.TOO_SLOW
        elif any(entry.name == other.manifest.name for other in installed()):
            becomes = Recommended.NOT_CHOSEN
    found = ModelInUse(
        f"{pack.folder}\n{sorted(pack.manifest.files.items())}",
        pack.manifest.title,
        pack.folder == shipped_folder(),
        choice.notices,
        choice.setting != asked,
        better.manifest.name if better else "",
        better.manifest.title if better else "",
        figures.words_p95_ms if figures else 0.0,
        becomes,
        title,
    )
    return _with_download(found)


def _with_download(model: ModelInUse) -> ModelInUse:
    """Return what is known with what getting the recommended model would mean."""
    try:
        entry = recommended()
    except AutotypeError:
        return model
    return replace(
        model,
        megabytes=round(entry.download_bytes / 1e6),
        disk_megabytes=round(entry.disk_bytes / 1e6),
        is_downloaded=bool(entry.member) and _is_there(kept_download(entry)),
        languages=entry.languages,
    )


def _is_there(file: Path) -> bool:
    # `Path.is_file` raises where a folder above is closed to us.
    return os.path.isfile(file)  # noqa: PTH113

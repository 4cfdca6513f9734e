"""What of a search is offered, and why nothing is."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from autotype.engine.asked import Asked
from autotype.engine.blend import Blend
from autotype.engine.context import Placement
from autotype.engine.gate import LIFTED, Calibration, Gate
from autotype.engine.model import Model
from autotype.engine.own_phrase import OwnPhrase
from autotype.engine.own_words import OwnWords, word_at_caret
from autotype.engine.phrase import Phrase, PhraseLimits, PhraseSearch
from autotype.engine.words import Candidate, WordSearch
from autotype.text.boundary import only_closes, rest_of_line
from autotype.text.filters import Filters
from autotype.text.offers import distinct, fits_in, fitted, is_sound
from autotype.text.request import Request
from autotype.text.soundness import first_sound
from autotype.text.suggestion import Silence, Suggestion, Word

_WORDS = 3
# So many are looked at, since some of them may have to be left out.
_CANDIDATES = 8


@dataclass(frozen=True, slots=True)
class Standard:
    """What is asked of the words and of the ghost.

    Attributes:
        gated: Whether unlikely ghosts stay hidden, and a misspelled word is corrected.
        least_p: Least probability of a word.
    """

    gated: bool
    least_p: float


class Clock:
    """Time and passes of one request."""

    def __init__(self, passes: int) -> None:
        """Start now; `passes` is how many the model has made so far."""
        self.passes = passes
        self.words_ms = 0.0
        self._start = time.perf_counter()

    def ms(self) -> float:
        """Return the milliseconds since the start."""
        return (time.perf_counter() - self._start) * 1e3

    def words_done(self) -> None:
        """Note that the words are known."""
        self.words_ms = self.ms()


class Judge:
    """Searches with one model, and judges what it finds."""

    def __init__(
        self,
        model: Model,
        gate: Gate,
        filters: Filters,
        *,
        mid_line: bool,
        blend: Blend | None = None,
    ) -> None:
        """Judge what a model finds.

        Args:
            model: The model.
            gate: Which ghosts are worth a look.
            filters: What is never offered.
            mid_line: Whether to show ghosts before text on the same line.
            blend: How much the writer's own text counts; the measured constants if None.
        """
        self.gate = gate
        self.own_words = OwnWords(model.tokenizer, model.cache, blend or Blend())
        self._own_phrase = OwnPhrase(model.tokenizer, model.cache)
        self._model = model
        self._filters = filters
        self._mid_line = mid_line
        manifest = model.pack.manifest
        self._calibration = Calibration(manifest.calibration, manifest.lifted or LIFTED)
        self._limits = PhraseLimits()

    def search(self, placement: Placement, standard: Standard) -> WordSearch:
        """Return the search for words at a place, not begun."""
        tokenizer, cache = self._model.tokenizer, self._model.cache
        return WordSearch(tokenizer, cache, placement.caret, placement.tokens, standard.least_p)

    def suggest(
        self,
        search: WordSearch,
        request: Request,
        placement: Placement,
        standard: Standard,
        clock: Clock,
        asked: Asked,
        partial: Callable[[Suggestion], None],
    ) -> Suggestion:
        """Return the words and the ghost at a place, as far as they are known.

        The answer is final if the search is done. It may go on for other words where some of
        those found cannot be offered.

        Args:
            search: Has found words.
            request: The text around the caret.
            placement: Its tokens.
            standard: What is asked of them.
            clock: Started when the request came.
            asked: What the writer wrote before.
            partial: Gets the suggestion before its ghost has its full length.

        Raises:
            EngineError: The model failed.
        """
        cache, gated = self._model.cache, standard.gated
        asked.again()
        known = self.own_words.known(asked, request.before)
        found = search.best(_CANDIDATES)
        if known:
            found = self.own_words.lift(found, search, placement, request.before, known)
        found = [word for word in found if word.p >= standard.least_p]
        distinct_ones = distinct(found, request.before)
        whole = [word for word in distinct_ones if fits_in(word.text, request.before)]
        allowed = [word for word in whole if not self._blocked(word, request, asked)]
        half, own = word_at_caret(request.before)[1], {each.word for each in known}
        # What the writer has written before is no misspelling, and who asks gets what there is.
        doubted = [word for word in allowed if gated and half + word.text not in own]
        misspelled = bool(doubted) and doubted[0] is allowed[0] and search.misspells(doubted[0])
        slips = [word for word in doubted if search.slips(word)]
        offered = [word for word in allowed if word not in slips]
        sound = [word for word in offered if is_sound(word.text, request.before, request.after)]
        if misspelled:
            sound = [word for word in sound if word.text[0].isspace()]
        fitting = (Word(fitted(word.text, request), word.p) for word in sound)
        # Two words are the same one where the end of one of them follows already.
        fit = distinct([word for word in fitting if word.text], request.before)
        search.want(min(_WORDS + len(found) - len(fit), _CANDIDATES))
        words = tuple(fit[:_WORDS])
        if gated and not known:
            words = self._corrected(words, search.correction(), request, asked)
        clock.words_done()
        right_p = 0.0
        if offered:
            letters = len(placement.caret.half_word)
            right_p = self._calibration.right(offered[0].p, letters, offered[0].order)

        def suggestion(
            phrase: Phrase | None, reason: Silence | None = None, final: bool = True
        ) -> Suggestion:
            return Suggestion(
                request,
                words,
                fitted(phrase.text, request) if phrase else "",
                phrase.p if phrase else 0.0,
                right_p,
                reason,
                final and search.is_done,
                clock.words_ms,
                clock.ms(),
                cache.passes - clock.passes,
            )

        if not offered:
            reason = Silence.FILTERED if whole else Silence.NO_WORDS
            return suggestion(None, Silence.MISSPELLED if allowed else reason)
        first = offered[0]
        if not fitted(first.text, request):
            return suggestion(None, Silence.REPEATS_AFTER)
        if gated and not self._mid_line and not only_closes(request.after):
            return suggestion(None, Silence.TEXT_AFTER)
        word = fitted(first.text, request)
        silence = self.gate.verdict(word, right_p) if gated else None
        if silence is not None:
            # What was likeliest may have been left out, and that is the better reason.
            if allowed[0] is not whole[0]:
                silence = Silence.FILTERED
            elif misspelled and first is not allowed[0]:
                silence = Silence.MISSPELLED
            if not self.gate.may_change(word, right_p):
                return suggestion(None, silence)
        if misspelled:
            return suggestion(None, Silence.MISSPELLED)
        if not is_sound(first.text, request.before, request.after):
            return suggestion(None, Silence.REPEATS_BEFORE)
        if silence is None:
            partial(suggestion(Phrase(first.text, first.p), final=False))
        phrase = self._phrase(placement, first, request, asked)
        ghost = fitted(phrase.text, request)
        if not ghost:
            return suggestion(None, Silence.REPEATS_AFTER)
        # With what follows it, a word may be worth the look that it is not worth alone.
        if silence and self.gate.verdict(word, right_p, ghost, phrase.p / first.p):
            return suggestion(None, silence)
        return suggestion(phrase)

    def _corrected(
        self, words: tuple[Word, ...], correction: Word | None, request: Request, asked: Asked
    ) -> tuple[Word, ...]:
        """Return the words with a correction before them, if there is one.

        What would go on with the misspelled word is left out.
        """
        if correction is None:
            return words
        before = request.before[: len(request.before) - correction.replaces]
        if self._filters.blocks(correction.text, before, request.after, asked.refuses):
            return words
        others = (word for word in words if word.text[0].isspace())
        return (correction, *others)[:_WORDS]

    def _blocked(self, word: Candidate, request: Request, asked: Asked) -> bool:
        return self._filters.blocks(word.text, request.before, request.after, asked.refuses)

    def _phrase(
        self, placement: Placement, first: Candidate, request: Request, asked: Asked
    ) -> Phrase:
        search = PhraseSearch(self._model.tokenizer, self._model.cache, placement.tokens)
        before_mark = bool(rest_of_line(request.after).strip()) and only_closes(request.after)
        limits = self._limits
        own, added = self._own_phrase.extend(first, request.before, placement.tokens, asked, limits)
        if added:
            limits = replace(limits, words=limits.words - added)
        phrase = search.extend(own, limits, before_mark=before_mark)
        before = request.before
        kept = self._filters.cut(phrase.text, before, request.after, asked.refuses)
        kept = first_sound(kept, before, request.after) or first.text
        return phrase if kept == phrase.text else Phrase(kept, phrase.p)

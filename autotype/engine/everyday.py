"""Which words are everyday ones, by the order in which a pack's vocabulary has learned them.

Byte-level BPE merges what is most frequent first, so the ids of whole words are close to their
order in everything that the vocabulary was made of. No list of words has to be kept for that.
"""

from autotype.engine.vocabulary import Vocabulary

MOST = 20_000


def everyday_words(vocabulary: Vocabulary, most: int = MOST) -> frozenset[str]:
    """Return the most frequent words of a vocabulary, in lower case.

    Args:
        vocabulary: Of a pack.
        most: How many; a small vocabulary has fewer.
    """
    found: dict[str, None] = {}
    for token, raw in enumerate(vocabulary.texts):
        if vocabulary.starts_word[token]:
            word = raw.decode("utf-8", "ignore")[1:].lower()
            if len(word) > 1:
                found.setdefault(word)
            if len(found) == most:
                break
    return frozenset({*found, "a", "i"})

import numpy as np
import pytest

from autotype.engine.completer import Completer
from autotype.engine.spelling import _one_slip, slipped
from autotype.text.request import Request, Trigger


@pytest.mark.parametrize(
    ("meant", "typed"),
    [
        ("because", "becuase"),
        ("friend", "freind"),
        ("tomor", "tommor"),
        ("accommod", "accomod"),
        ("occas", "occass"),
        ("definit", "definat"),
    ],
)
def test_one_slip(meant: str, typed: str) -> None:
    assert _one_slip(meant.encode(), typed.encode())


@pytest.mark.parametrize(
    ("meant", "typed"),
    [
        ("because", "because"),
        ("play", "pray"),
        ("really", "realy's"),
        ("form", "farms"),
        ("abcd", "badc"),
        ("ab", "abcd"),
    ],
)
def test_none_or_more_than_one(meant: str, typed: str) -> None:
    assert not _one_slip(meant.encode(), typed.encode())


@pytest.mark.pack
@pytest.mark.parametrize(
    ("before", "wrong"),
    [
        ("I am writing becuase I have not rec", "recieved"),
        ("Sorry for teh delay, I just reci", "recieved"),
        ("i beleive that we shoud defi", "definately"),
        ("I am writing becuase I have not adr", "adressed"),
        ("Its definately wie", "wierd"),
        ("We dont recieve occa", "occassional"),
    ],
)
def test_nobody_who_misspells_is_offered_misspellings(
    completer: Completer, before: str, wrong: str
) -> None:
    half = before.rsplit(" ", 1)[1]
    answer = completer.complete(Request(0, before))
    assert wrong not in [half + word.text for word in answer.words]
    assert wrong != half + answer.ghost.split(" ")[0]
    # The model would go on like that, as one sees who asks for it.
    asked = completer.complete(Request(0, before, trigger=Trigger.ASKED))
    assert wrong in [half + word.text for word in asked.words]


@pytest.mark.pack
@pytest.mark.parametrize(
    ("before", "word"),
    [
        ("The rabbit was hop", "hopping"),
        ("She knitted two long sca", "scarves"),
        ("The bride and the bri", "bridegroom"),
        ("We spent the day at the sea", "seaside"),
    ],
)
def test_words_that_are_like_others_are_offered(
    completer: Completer, before: str, word: str
) -> None:
    half = before.rsplit(" ", 1)[1]
    assert word in [half + each.text for each in completer.complete(Request(0, before)).words]


def as_likely_as_any(completer: Completer, word: str) -> bool:
    """Whether a word is taken for a slip where every other one is as likely."""
    vocabulary = completer.model.tokenizer.vocabulary
    row = np.ones(len(vocabulary.texts), np.float32)
    return slipped(vocabulary, row, f" {word[:3]}", word[3:], 1.0)


BRITISH = """
acknowledgement ageing anaemia analyse archaeologist armour behavioural cancelled candour catalogue
centre colourful counsellor defence demeanour dialogue diarrhoea encyclopaedia enrolment favourable
flavour fulfil gynaecologist harbour honourable humour jewellery judgement labelled labour likeable
manoeuvre mediaeval modelling moulded neighbourhood odour orthopaedic paediatric parlour rigour
rumour saleable savour signalling sizeable splendour tranquillity travelled tumour vapour vigour
worshipped
"""
MISSPELLED = """
accomodate adress adressed arguement belive beleive calender catagory commited concious definately
definatly diffrent dissapear embarass enviroment existance foriegn freind goverment happend
immediatly independant intresting knowlege lenght libary maintainance necesary noticable occassion
occured occurence peice persistant posession prefered probaly publically realy reccomend recieve
recieved refered relevent remeber seperate seperated sieze sincerly strenght succesful suprise
tommorow truely unfortunatly wierd writting
"""


@pytest.mark.pack
@pytest.mark.parametrize("word", BRITISH.split())
def test_british_words_are_no_slips(completer: Completer, word: str) -> None:
    assert not as_likely_as_any(completer, word)


@pytest.mark.pack
def test_usual_misspellings_are_slips(completer: Completer) -> None:
    found = [word for word in MISSPELLED.split() if as_likely_as_any(completer, word)]
    assert len(found) >= 0.8 * len(MISSPELLED.split())

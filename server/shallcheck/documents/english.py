"""Whether a text is English enough for rules that need English. Counts letters and small words; no dictionary."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_ENGLISH = frozenset(
    "a about after all an and any are as at be been before by can could do does each every for from has have if in into is it "
    "its may must no not of on one only or shall should than that the their then there these they this to under until up use "
    "used user users was when where which while will with within without would system".split()
)
# Small words of other languages in Latin script that are not English words as well.
_OTHER = (
    frozenset(
        """
        aber alle als auch auf aus bei beim bis dass dem den der des diese dieser durch ein eine einem einen einer
        eines für ist jede jeder kann mit muss müssen nach nicht oder sich sind soll sollen sowie und vom von vor wenn
        werden wird zu zum zur über al ante cada como con cuando debe deben del desde donde el ella en entre es esta
        este estas estos la las lo los más para pero por que se ser si sin sistema sobre su sus también todo todos un
        una usuario usuarios y afin au aux avec ce ces cette chaque dans de devra doit doivent du elle est et être il
        ils le les leur lorsque mais ne ou où par pas pour quand qui sa ses son sont sous sur système une utilisateur
        utilisateurs ao aos até com da das deve devem do dos ele em não nas no nos os ou pela pelo qual quando seu sua
        são também uma usuário você alla che degli del della delle deve devono di dei gli il nel nella non per più
        quando sia sono sul tutti utente een het van voor wordt moet niet zijn door och att som när ska skall inte med
        till eller
        """.split()
    )
    - _ENGLISH
)


def is_english(text: str) -> bool:
    """False when a good part of the letters is not Latin, or other languages' small words outnumber English ones.

    Upper-case words are not counted: EARS keywords stay English in any language."""
    if text.isascii() and len(text) < 40:
        return True
    letters = [char for char in text if char.isalpha()] if not text.isascii() else []
    if letters and sum(char > "\u024f" for char in letters) * 5 > len(letters):
        return False
    words = [word.lower() for word in _WORD.findall(text) if not word.isupper()]
    other = sum(word in _OTHER for word in words)
    return other < 2 or other <= sum(word in _ENGLISH for word in words)

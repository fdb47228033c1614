"""Numbers written with ideographs: 二〇二四年三月五日."""

from __future__ import annotations

import re
from typing import Final

_DIGITS: Final = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}
_RUN: Final = re.compile("[〇零○一二三四五六七八九十廿]{1,8}(?=[年月日号號時时分点點])")


def with_digits(text: str) -> str:
    """Return *text* with the ideographic numbers before a unit of time as digits; text without a year as it is.

    >>> with_digits("二〇二四年三月十五日"), with_digits("二十三日")
    ('2024年3月15日', '二十三日')
    """
    return _RUN.sub(lambda match: _number(match[0]), text) if "年" in text else text


def _number(run: str) -> str:
    if "十" not in run and "廿" not in run:
        return "".join(str(_DIGITS[char]) for char in run)
    tens, _, ones = run.replace("廿", "二十").partition("十")
    if len(tens) > 1 or len(ones) > 1:
        return run
    return str((_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)) if "十" not in ones else run

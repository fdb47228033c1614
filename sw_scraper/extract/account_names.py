"""Which names of REST addresses and feeds are accounts of the site and no authors.

Editors publish texts of others under an account of their own; a byline that a reader sees is worth more than that.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LEAST_ARTICLES: Final = 20
MOST_OF_THEM: Final = 0.8
_STOCK: Final = frozenset(
    {"admin", "administrator", "amministratore", "wpadmin", "webmaster", "wordpress", "root", "user"}
)


def account_names(names: Sequence[Sequence[str]], *, site_names: Iterable[str | None] = ()) -> frozenset[str]:
    """The names that look like accounts.

    Args:
        names: of each article, as given; an article without names counts for nothing.
        site_names: what the site is called: its name, its key, its host.

    Returns:
        Names as given: stock names such as ``admin``, the site's own, and one that stands under more than 80% of at
        least 20 articles.

    >>> sorted(account_names([["Admin"], ["Ada Rossi"], ["Percorsi inventati"]], site_names=["percorsi-inventati"]))
    ['Admin', 'Percorsi inventati']
    >>> account_names([["Ada Rossi"]] * 20)
    frozenset({'Ada Rossi'})
    """
    named = [one for one in names if one]
    counts = Counter(name for one in named for name in set(one))
    sites = {_squashed(name) for name in site_names if name} - {""}
    often = len(named) * MOST_OF_THEM if len(named) >= LEAST_ARTICLES else len(named)
    return frozenset(name for name, count in counts.items() if _squashed(name) in _STOCK | sites or count > often)


def _squashed(name: str) -> str:
    """Letters and digits in lower case, without accents."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(char for char in plain if char.isalnum())

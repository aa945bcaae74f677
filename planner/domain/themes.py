"""Sensitive themes: words that show a campaign or a rule touches what the law protects."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Theme:
    """A protected theme and the words, English and French, that give it away.

    Words are lower case, without accents, with commas between. `*` stands for any ending; `=` before a word wants
    it alone, as the whole name of an attribute or value.
    """

    name: str
    law: str
    """The article of the GDPR that protects it."""
    english: str
    french: str
    fine_to_exclude: bool = False
    """Whether leaving these people out protects them, rather than singling them out."""


SENSITIVE_THEMES = (
    Theme(
        "health",
        "Art. 9",
        "health, medical*, medicine*, medication*, disease*, illness*, diabet*, cancer*, pregnan*, disab*, "
        "hiv, depressi*, obes*, addict*, allerg*, asthma*, prescription*, patients, diagnos*, chronic, "
        "fertility, menopaus*",
        "sante, maladie*, medicament*, medicaux, malade*, grossesse*, femme* enceinte*, handicap*, "
        "invalidite*, vih, asthme*, ordonnance* medicale*, fertilite",
    ),
    Theme(
        "religion",
        "Art. 9",
        "relig*, church*, christianity, christians, catholic*, protestant*, orthodox, muslim*, islam*, "
        "jewish, judaism, jews, hindu*, buddhis*, atheis*, mosque*, synagogue*, halal, kosher, ramadan, "
        "faith, philosophical belief*",
        "eglise*, catholique*, musulman*, juif*, juive*, chretien*, bouddhis*, athee*, mosquee*, casher, "
        "croyan*, confession*",
    ),
    Theme(
        "trade union",
        "Art. 9",
        "trade union*, labour union*, labor union*, union member*, unionised, unionized, =union",
        "syndicat*, syndique*",
    ),
    Theme(
        "ethnic origin",
        "Art. 9",
        "ethnic*, racial*, =race, race or*, skin colour*, skin color*, african american*, roma people, "
        "immigrant*, refugee*",
        "ethni*, origine* raciale*, couleur de peau, immigre*, refugie*",
    ),
    Theme(
        "politics",
        "Art. 9",
        "politics, political*, party member*, =party, voter*, voting intention*, electoral, left wing, right "
        "wing, conservatives, socialist*, communist*",
        "opinion* politique*, parti* politique*, electeur*, electrice*, electora*, intention* de vote, "
        "militant*, socialiste*, communiste*",
    ),
    Theme(
        "sexual life",
        "Art. 9",
        "sexual*, sex life, lgbt*, gay, gays, lesbian*, bisexual*, transgender*, homosexual*, queer",
        "sexuel*, vie sexuelle, lesbienne*, bisexuel*, homosexuel*, transgenre*",
    ),
    Theme(
        "genetics and biometrics",
        "Art. 9",
        "genetic*, genome*, dna, biometric*, fingerprint*, face recognition, facial recognition",
        "genetique*, adn, biometri*, empreinte* digitale*, reconnaissance faciale",
    ),
    Theme(
        "convictions",
        "Art. 10",
        "criminal record*, convict*, felon*, prisoner*, offender*",
        "casier judiciaire, condamnation* penale*, detenu*",
    ),
    Theme(
        "minors",
        "Art. 8",
        "minors, =minor, =child, children under*, underage*, under 18, under 16, under 13, teen, teens, "
        "teenage*, adolescent*, schoolchild*, pupils",
        "mineurs, mineures, =mineur, =enfant, moins de 18*, moins de 16*, moins de 13*, ado, ados, lyceen*, "
        "collegien*, ecolier*",
        fine_to_exclude=True,
    ),
)
"""What GDPR Art. 9 (special categories), Art. 10 (convictions) and Art. 8 (children) protect."""


@dataclass(frozen=True, slots=True)
class ThemeFound:
    """A sensitive theme and the words, as written by the marketer, that gave it away."""

    theme: str
    words: tuple[str, ...]


def sensitive_themes(texts: Iterable[str], excluded: Iterable[str] = ()) -> tuple[ThemeFound, ...]:
    """Return the sensitive themes that texts touch, in the table's order.

    `texts` is what a person wrote: the campaign's name and goal, the rule's attribute names and labels; `excluded` are
    labels that the rule rules out. Case, accents, hyphens, underscores and camelCase do not matter. It sees words,
    not meaning: a quiet answer proves nothing.
    """
    plain, ruled_out = [plain_words(text) for text in texts], [plain_words(text) for text in excluded]
    found = []
    for theme in SENSITIVE_THEMES:
        looked_at = plain if theme.fine_to_exclude else [*plain, *ruled_out]
        words = dict.fromkeys(word for text in looked_at for word in _hits(theme.name, text))
        if words:
            found.append(ThemeFound(theme.name, tuple(words)))
    return tuple(found)


def plain_words(text: str) -> str:
    """Return the words of a text: lower case, without accents, one space between them."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    letters = unicodedata.normalize("NFKD", spaced.casefold())
    return " ".join(re.findall(r"[^\W_]+", "".join(each for each in letters if not unicodedata.combining(each))))


def _hits(theme: str, text: str) -> Iterator[str]:
    anywhere, alone = _patterns()[theme]
    yield from (hit.group() for hit in anywhere.finditer(text))
    if alone.fullmatch(text):
        yield text


@cache
def _patterns() -> dict[str, tuple[re.Pattern[str], re.Pattern[str]]]:
    """Return theme → the pattern of words anywhere in a text, and of words that must stand alone."""
    return {theme.name: (_pattern(theme, alone=False), _pattern(theme, alone=True)) for theme in SENSITIVE_THEMES}


def _pattern(theme: Theme, *, alone: bool) -> re.Pattern[str]:
    words = [word for word in f"{theme.english}, {theme.french}".split(", ") if word.startswith("=") == alone]
    spelled = "|".join(re.escape(word.removeprefix("=")).replace(r"\*", r"\w*") for word in words)
    return re.compile(rf"\b(?:{spelled})\b" if words else r"(?!)")

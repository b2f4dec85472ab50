"""The fictitious people of the demo. The first five are the logins that the README names; all have one password."""

from dataclasses import dataclass

from auditapp.domain.language import Language
from auditapp.domain.roles import Role

PASSWORD = "demo-demo-demo"  # noqa: S105 - everybody is told it, and production refuses the demo
DOMAIN = "demo.example"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a login. Without a language their browser decides.

    `writes` is the language of an auditor's remarks; client users see a client, or one region or store of it.
    """

    key: str
    name: str
    role: Role
    language: Language | None = None
    writes: Language | None = None
    client: str = ""
    region: str = ""
    store: str = ""

    @property
    def email(self) -> str:
        """Their login."""
        return f"{self.key}@{DOMAIN}"


PEOPLE = (
    Person("admin", "Vesna Đurić", Role.ADMIN),
    Person("reviewer", "Ľudmila Šťastná", Role.REVIEWER),
    Person("auditor", "Jovana Ćirić", Role.AUDITOR, writes=Language.SERBIAN_LATIN),
    Person("client", "Zoran Đorđević", Role.CLIENT, client="Tavanka"),
    Person("store", "Ivana Knežević", Role.CLIENT, client="Tavanka", store="BG-01"),
    Person(
        "miloje.zivkovic",
        "Милоје Живковић",
        Role.AUDITOR,
        Language.SERBIAN_CYRILLIC,
        writes=Language.SERBIAN_CYRILLIC,
    ),
    Person("petra.simic", "Petra Šimić", Role.AUDITOR, Language.CROATIAN, writes=Language.CROATIAN),
    Person("drazen.zganec", "Dražen Žganec", Role.AUDITOR, Language.CROATIAN, writes=Language.CROATIAN),
    Person("reka.fuzesi", "Fűzesi Réka", Role.AUDITOR, Language.HUNGARIAN, writes=Language.HUNGARIAN),
    Person("lubos.vlcko", "Ľuboš Vĺčko", Role.AUDITOR, Language.SLOVAK, writes=Language.SLOVAK),
    Person("tihana.vucic", "Tihana Vučić", Role.CLIENT, Language.CROATIAN, client="Tavanka", region="Zagreb"),
    Person("gergo.tuzko", "Tűzkő Gergő", Role.CLIENT, Language.HUNGARIAN, client="Zoboris"),
    Person(
        "jarmila.vrbova", "Jarmila Vŕbová", Role.CLIENT, Language.SLOVAK, client="Zoboris", region="Slovensko"
    ),
)
ADMIN, REVIEWER, AUDITOR = "admin", "reviewer", "auditor"


def writes_in(key: str) -> Language:
    """The language of an auditor's remarks."""
    return next(person.writes for person in PEOPLE if person.key == key and person.writes)

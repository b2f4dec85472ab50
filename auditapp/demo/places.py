"""The two audited companies of the demo. Their names belong to nobody; the towns are real, the houses are not."""

from dataclasses import dataclass, field

from sqlmodel import Session

from auditapp.accounts.models import User
from auditapp.clients.models import Client, Store
from auditapp.clients.services import StoreDetails, add_client, add_region, add_store, grant_scope
from auditapp.demo.people import PEOPLE


@dataclass(frozen=True, slots=True)
class Country:
    """What differs between countries: the clock, and what stands on doors and receipts."""

    code: str
    timezone: str
    hours: tuple[str, str, str]
    till: tuple[str, str, str]
    price: int


SERBIA = Country(
    "RS",
    "Europe/Belgrade",
    ("Pon–Pet  09–20", "Sub  09–17", "Ned  10–15"),
    ("Krpa za sudove", "UKUPNO", "RSD"),
    390,
)
CROATIA = Country(
    "HR",
    "Europe/Zagreb",
    ("Pon–Pet  09–20", "Sub  09–15", "Ned  zatvoreno"),
    ("Kuhinjska krpa", "UKUPNO", "EUR"),
    4,
)
HUNGARY = Country(
    "HU",
    "Europe/Budapest",
    ("H–P  9–20", "Szo  9–18", "V  10–16"),
    ("Cipőfűző", "ÖSSZESEN", "Ft"),
    1290,
)
SLOVAKIA = Country(
    "SK",
    "Europe/Bratislava",
    ("Po–Pi  9–19", "So  9–13", "Ne  zatvorené"),
    ("Šnúrky", "SPOLU", "EUR"),
    3,
)


@dataclass(frozen=True, slots=True)
class Place:
    """One store. `code` is the client's own."""

    code: str
    name: str
    street: str
    postal_code: str
    city: str
    latitude: float
    longitude: float
    country: Country


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """An audited company with its regions. `colour` is that of its signs; one with a `contact` chose how reports look."""

    name: str
    colour: str
    contact: str = ""
    languages: tuple[str, ...]
    regions: dict[str, tuple[Place, ...]] = field(hash=False)

    @property
    def places(self) -> tuple[Place, ...]:
        """All its stores."""
        return tuple(place for places in self.regions.values() for place in places)


TAVANKA = Company(
    name="Tavanka",
    colour="#7a2e39",
    contact="Zoran Đorđević, kvalitet usluge\nkvalitet@tavanka.example · +381 11 555 0123",
    languages=("sr-Latn", "sr-Cyrl", "hr", "en"),
    regions={
        "Beograd": (
            Place(
                "BG-01",
                "Vukov spomenik",
                "Bulevar kralja Aleksandra 98",
                "11000",
                "Beograd",
                44.8047,
                20.4786,
                SERBIA,
            ),
            Place(
                "BG-02", "Novi Beograd", "Jurija Gagarina 151", "11070", "Beograd", 44.8013, 20.3795, SERBIA
            ),
            Place("BG-03", "Zemun", "Glavna 33", "11080", "Zemun", 44.8435, 20.4114, SERBIA),
        ),
        "Vojvodina": (
            Place("VO-01", "Novi Sad, Futoška", "Futoška 48", "21000", "Novi Sad", 45.2508, 19.8285, SERBIA),
            Place("VO-02", "Subotica, Korzo", "Korzo 11", "24000", "Subotica", 46.0993, 19.6655, SERBIA),
            Place(
                "VO-03",
                "Zrenjanin",
                "Kralja Aleksandra I Karađorđevića 22",
                "23000",
                "Zrenjanin",
                45.3806,
                20.3908,
                SERBIA,
            ),
            Place(
                "VO-04", "Pančevo", "Vojvode Radomira Putnika 9", "26000", "Pančevo", 44.8704, 20.6403, SERBIA
            ),
        ),
        "Zagreb": (
            Place("ZG-01", "Ilica", "Ilica 245", "10000", "Zagreb", 45.8132, 15.9423, CROATIA),
            Place(
                "ZG-02", "Novi Zagreb", "Avenija Dubrovnik 16", "10020", "Zagreb", 45.7756, 15.9785, CROATIA
            ),
            Place(
                "ZG-03",
                "Velika Gorica",
                "Trg kralja Tomislava 34",
                "10410",
                "Velika Gorica",
                45.7141,
                16.0752,
                CROATIA,
            ),
        ),
        "Slavonija": (
            Place("SL-01", "Osijek", "Strossmayerova 104", "31000", "Osijek", 45.5585, 18.6658, CROATIA),
            Place(
                "SL-02", "Đakovo", "Ulica kralja Tomislava 18", "31400", "Đakovo", 45.3089, 18.4106, CROATIA
            ),
        ),
    },
)
ZOBORIS = Company(
    name="Zoboris",
    colour="#1f4e5a",
    languages=("hu", "sk", "en"),
    regions={
        "Magyarország": (
            Place(
                "HU-1",
                "Budapest, Újbuda",
                "Bartók Béla út 61.",
                "1114",
                "Budapest",
                47.4775,
                19.0447,
                HUNGARY,
            ),
            Place("HU-2", "Győr, Belváros", "Baross Gábor út 23.", "9021", "Győr", 47.6857, 17.6348, HUNGARY),
            Place(
                "HU-3", "Szeged, Kárász utca", "Kárász utca 9.", "6720", "Szeged", 46.2525, 20.1482, HUNGARY
            ),
        ),
        "Slovensko": (
            Place(
                "SK-1",
                "Nitra, Štefánikova",
                "Štefánikova trieda 41",
                "949 01",
                "Nitra",
                48.3117,
                18.0871,
                SLOVAKIA,
            ),
            Place("SK-2", "Košice, Hlavná", "Hlavná 88", "040 01", "Košice", 48.7226, 21.2576, SLOVAKIA),
        ),
    },
)
COMPANIES = (TAVANKA, ZOBORIS)


@dataclass(frozen=True, slots=True)
class Places:
    """What was created: clients by name, stores by code."""

    clients: dict[str, Client]
    stores: dict[str, Store]


def create_places(session: Session, admin: User, users: dict[str, User]) -> Places:
    """Both companies with all stores, and what their people may see of them."""
    created = Places({}, {})
    for company in COMPANIES:
        client = add_client(session, admin, name=company.name, languages=[*company.languages])
        created.clients[company.name] = client
        regions = {name: add_region(session, admin, client, name) for name in company.regions}
        for name, places in company.regions.items():
            for place in places:
                created.stores[place.code] = add_store(session, admin, regions[name], details_of(place))
        for person in PEOPLE:
            if person.client == company.name:
                grant_scope(
                    session,
                    admin,
                    users[person.key],
                    client,
                    region=regions.get(person.region),
                    store=created.stores.get(person.store),
                )
    return created


def details_of(place: Place) -> StoreDetails:
    """What an admin would type in about a store."""
    return StoreDetails(
        code=place.code,
        name=place.name,
        street=place.street,
        postal_code=place.postal_code,
        city=place.city,
        country=place.country.code,
        timezone=place.country.timezone,
        latitude=place.latitude,
        longitude=place.longitude,
    )

"""Where the reviewer of the demo had something to do: hasty remarks, visits sent back, actions worded anew.

By the name of the episode (checklist, store, wave), then by question.
"""

from collections.abc import Mapping

from auditapp.actions.services import Wording
from auditapp.domain.checklist import OwnerRole
from auditapp.domain.language import Language

HASTY_REMARKS: Mapping[str, Mapping[str, str]] = {
    "retail-visit/HU-1/0": {"needs_repeat_back": "nem ismételték vissza!! mint mindenhol"},
    "retail-visit/BG-02/2": {"welcome_noticed": "OČAJNO!!! stojiš kao spomenik, niko da te pogleda"},
    "retail-visit/SL-02/3": {
        "knowledge_differences": "Cura s kratkom kosom na odjelu nema pojma, katastrofa. Kaže samo skuplje je bolje",
    },
}
"""What was written in anger or in a hurry, or about a person."""
REWORDED: Mapping[str, Mapping[str, str]] = {
    "retail-visit/HU-1/0": {"needs_repeat_back": "A kérést a végén senki nem foglalta össze."},
    "retail-visit/BG-02/2": {
        "welcome_noticed": "Od ulaska do prvog pogleda prošlo je više minuta; dvoje zaposlenih je za to vreme slagalo robu."
    },
    "retail-visit/SL-02/3": {
        "knowledge_differences": "Na pitanje o razlici između dva proizvoda odgovor je bio samo da je skuplji bolji."
    },
}
"""The same as the client reads it."""
PASSERS_BY: Mapping[str, str] = {"retail-visit/SL-02/3": "premises_findable"}
"""Somebody is in the photo of this question; the reviewer hides the face."""
RETURN_MESSAGES: Mapping[str, Mapping[str, str]] = {
    "retail-visit/ZG-02/2": {
        "premises_hours_shown": "Na fotografiji je donji redak u sjeni. Molimo napišite čita li se radno vrijeme za nedjelju.",
    },
    "retail-visit/VO-04/3": {
        "": "Hvala, izveštaj je skoro gotov. Potrebne su još samo ove dve stvari.",
        "premises_hours_shown": "Na fotografiji se ne vidi radno vreme za nedelju. Ako imate još jednu, dodajte je.",
        "remark_why": "Napišite, molimo, šta je najviše uticalo na utisak. Dve-tri rečenice, bez opisa ljudi.",
    },
}
"""What the auditor has to mend; without a question: about the whole visit."""
CORRECTIONS: Mapping[str, Mapping[str, str]] = {
    "retail-visit/ZG-02/2": {
        "premises_hours_shown": "Provjereno još jednom: sva tri retka se čitaju, i nedjelja (zatvoreno)."
    },
}
ACTION_EDITS: Mapping[str, Mapping[str, Mapping[Language, Wording]]] = {
    "retail-visit/BG-01/3": {
        "close_invited_back": {
            Language.SERBIAN_CYRILLIC: Wording(
                what="Сваки купац на растанку чује позив да дође поново, и онај који није ништа купио.",
                why="Четврти круг заредом позив је изостао. Купац који не осети да је добродошао следећи пут бира радњу која му је ближе.",
                how="Договорите једну реченицу коју сви изговарају својим речима.\nСтавите је на картицу поред касе.\nПословођа недељу дана слуша три растанка дневно и одмах похвали.",
                days=7,
                owner=OwnerRole.SHIFT_LEAD,
            ),
            Language.CROATIAN: Wording(
                what="Svaki kupac na rastanku čuje poziv da ponovno dođe, i onaj koji nije ništa kupio.",
                why="Četvrti val zaredom poziv je izostao. Kupac koji se ne osjeti dobrodošlim sljedeći put bira bližu trgovinu.",
                how="Dogovorite jednu rečenicu koju svatko kaže svojim riječima.\nStavite je na karticu uz blagajnu.\nVoditelj tjedan dana dnevno posluša tri rastanka i odmah pohvali.",
                days=7,
                owner=OwnerRole.SHIFT_LEAD,
            ),
            Language.ENGLISH: Wording(
                what="Every customer hears an invitation to come back when leaving, also the one who bought nothing.",
                why="It was missing for the fourth wave in a row. A customer who does not feel welcome picks the nearer shop next time.",
                how="Agree on one sentence that everyone says in their own words.\nPut it on a card beside the till.\nFor a week the manager listens to three goodbyes a day and praises at once.",
                days=7,
                owner=OwnerRole.SHIFT_LEAD,
            ),
        }
    },
}
NOTES: Mapping[str, str] = {
    "retail-visit/BG-02/3": "Tražite ručni mikser do 5.000 RSD. Na kraju kupite sitnicu i sačuvajte račun.",
    "retail-visit/VO-01/3": "Molimo dođite posle 17 časova, u vreme gužve.",
    "retail-visit/VO-03/3": "Subota pre podne. Proverite i da li je ulaz otvoren na vreme.",
}
"""The admin's words to the auditor."""
CANCELLED_BECAUSE = "Prodavnica je zatvorena zbog renoviranja do kraja ovog kruga poseta."

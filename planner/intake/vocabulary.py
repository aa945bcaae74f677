"""What column names and cell values give away: words in six languages, and patterns of values that name a person."""

import re
import unicodedata
from collections.abc import Mapping

NAMES: Mapping[str, str] = {
    "person id": """
        customer* client* klant* kunde* user* member* mitglied* person* contact* kontakt* cliente* usuario* utente*
        adherent* abonne* subscriber* crm loyalty* shopper* account* buyer* payer* donor* patient* guest* employee*
        student* passenger* kaufer* kaeufer* patienten* spender gast mitarbeiter* acheteur* donateur* comprador*
        paciente* huesped* acquirent* paziente* ospite* koper* donateurs""",
    "id": """
        id ids uid guid uuid no nr num number key code ref reference identifier *nummer *nr numero codigo codice
        identifiant clave customerid clientid userid memberid personid contactid kundenid""",
    "count of": "number?of no?of num?of count counts anzahl* nombre?de numero?de numero?di aantal quantity qty",
    "other id": """
        order* transaction* invoice* session* ticket* basket* cart* bestell* rechnung* commande* facture* pedido*
        factura* ordine* fattura* row line index event*""",
    "email": "email* e?mail* mail mailadresse courriel* correo* posta?elettronica mailadres",
    "phone": """
        phone* telephone* tel telefon* telefoon* mobile* mobil handy* cell cellphone cellulare gsm movil fax
        whatsapp""",
    "bank": """
        iban bic swift konto* bankkonto* bank?account* rekening* card?number kartennummer creditcard* credit?card*""",
    "person name": """
        first?name last?name surname full?name given?name family?name maiden?name middle?name vorname* nachname*
        familienname* prenom nom?de?famille apellido* cognome voornaam* achternaam* contact?name customer?name
        client?name kundenname birth?name geburtsname nom?de?naissance""",
    "bare name": "name names nom noms nombre nome naam",
    "address": """
        street* strasse* str address* adresse* anschrift* adres rue calle indirizzo direccion straat* hausnummer*
        house?number house?no huisnummer addr""",
    "network": """
        ip ip?addr* ipv4 ipv6 mac mac?address device?id cookie* gclid fbclid idfa gaid imei user?agent
        device?fingerprint""",
    "position": "lat latitude lon lng longitude gps coordinates breitengrad laengengrad latitud longitud",
    "official id": """
        ssn social?security* passport* passeport pasaporte reisepass* ausweis* tax?id steuer* dni nif nie
        codice?fiscale bsn nino driving?licence* license?plate kennzeichen national?id""",
    "online name": """
        username user?name login?name nickname nick handle twitter instagram facebook linkedin avatar photo picture
        url""",
    "birth": "birth* dob born geburt* geboren naissance* ne?le nacimiento* nascita* geboorte* bday",
    "age": "age alter leeftijd edad eta ages years?old",
    "postcode": "zip* post?code* postal?code* plz postleitzahl* code?postal codigo?postal",
    "place": """
        city* town* stadt* ort wohnort ville* ciudad* citta comune plaats* stad* gemeinde* municipality region*
        bundesland departement* department provinc* state county canton kanton country* land pays pais paese
        district* area""",
    "gender": "gender sex geschlecht sexe sexo sesso geslacht anrede salutation civilite",
    "special": """
        health* gesundheit* sante salud salute gezondheid* diagnos* illness* disease* krankheit* maladie* enfermedad*
        malattia* ziekte* medica* medikament* allerg* religio* konfession* faith* kirche* church* iglesia* union
        unions trade?union* gewerkschaft* syndicat* sindicat* sindacat* vakbond* ethnic* ethnie* etnia* race rasse
        afkomst sexual* orientation?sexuelle politic* politi* partei* parti partido* partito* partij* party
        biometri* genetic* genetisch* disab* behinder* handicap* discapacidad* beperking* pregnan* schwanger*
        enceinte* embaraz* convict* criminal* vorstrafe*""",
    "money of a person": """
        income* salary* salaries wage wages einkommen* gehalt* lohn revenus salaire* ingresos salario* reddito*
        stipendio* inkomen* salaris* debt* schulden credit?score* schufa wealth*""",
    "consent": """
        consent* opt?in* opted* newsletter* agree* permission* subscrib* marketing* profiling sharing tracking
        personali* einwilligung* zustimm* zugestimmt werbung werbeerlaubnis* erlaubnis* einverstand* weitergabe*
        consentement* accord accepte* accepter abonnement publicite partage profilage consentimiento* acepta*
        permiso* suscri* boletin* publicidad consenso* iscri* acconsent* autorizza* autoriza* autoris* pubblicita
        toestemming* akkoord nieuwsbrief* reclame gdpr* rgpd* dsgvo*""",
    "refusal": """
        opt?out* unsubscrib* do?not* dnc no?mail* no?call* no?contact no?email suppress* blocked gesperrt*
        werbesperre* widerspr* refus* robinson* desinscri* desuscri* baja disiscri* afgemeld* abgemeldet""",
    "behaviour": """
        spend* spent revenue* turnover umsatz* ausgaben* depense* gasto* spesa* omzet* order orders purchas* bought
        kauf* gekauft bestell* achat* commande* compra* pedido* acquist* ordini aankop* visit* besuch* bezoek*
        recency frequency monetary rfm login* click* klick* clic clics clique* opens opened session* cart* basket*
        warenkorb* panier* carrito* carrello* clv ltv lifetime* churn* score* segment* stage* lifecycle* points
        punkte* engagement* views downloads returns activity* active days?since* tenure""",
    "updated": """
        updated* update?date modified* changed* last?change* aktualisiert* geandert* geaendert* maj mise?a?jour
        date?modification modifie* actualizado* modificado* aggiornato* modificato* gewijzigd* bijgewerkt*""",
    "weight": "n count counts people weight headcount anzahl persons personen customers",
}
"""What a name may be about → its words; `*` stands for any letters, `?` for one space or none."""

SCOPES: Mapping[str, str] = {
    "third-party-sharing": "third* partner* shar* weitergabe* dritte* tiers partage* tercero* terzi derden delen",
    "profiling": "profil* perfil* tracking analytic*",
    "personalised-content": "personali*",
    "sms-marketing": "sms text?message*",
    "phone-marketing": "phone* tel* call* anruf* appel* llamada* chiamat* bellen",
    "post-marketing": "post postal* letter* brief* courrier* catalog* katalog*",
    "app-messages": "push app in?app",
    "ads-audiences": "ads adverti* werb* pub publicit* publicidad* pubblicit* reclame",
    "email-marketing": "email* e?mail* mail* newsletter* nieuwsbrief* boletin* courriel* correo* marketing",
}
"""Consent scope of the starting vocabulary → the words of a column name that tell of it; the first that fits."""

ANSWERS: Mapping[str, str] = {
    "yes": """
        1 y yes true t on ja j oui o si sí s vrai wahr verdadero vero waar x ok accepted agreed granted subscribed
        given consented opted-in opt-in optin opted_in opt_in zugestimmt erteilt accepte accepté aceptado accettato
        akkoord""",
    "no": """
        0 n no false f off nein non nee faux falsch falso onwaar denied declined refused withdrawn unsubscribed
        opted-out opt-out optout opted_out opt_out abgelehnt widerrufen refuse refusé rechazado rifiutato geweigerd""",
    "decided": """
        consented opted-in opt-in optin opted_in opt_in subscribed unsubscribed opted-out opt-out optout opted_out
        opt_out""",
}
"""Cell values, in lower case, that say yes or no, and those that tell of consent whatever the column is called."""

PATTERNS: Mapping[str, str] = {
    "email": r"[^@\s]+@[^@\s]+\.[^@\s]+",
    "phone": r"(\+|00|0|\()[0-9][0-9 ()/.-]{5,18}[0-9]",
    "iban": r"[A-Z]{2}[0-9]{2} ?([A-Z0-9]{4} ?){2,7}[A-Z0-9]{1,4}",
    "card": r"[0-9]{4}([ -]?[0-9]{4}){2}[ -]?[0-9]{1,7}",
    "ip": r"([0-9]{1,3}\.){3}[0-9]{1,3}|([0-9a-fA-F]{0,4}:){3,7}[0-9a-fA-F]{0,4}",
    "uuid": r"[0-9a-fA-F]{8}-?([0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}|[0-9a-fA-F]{40}|[0-9a-fA-F]{64}",
    "address": r"\p{L}[\p{L} .'-]*\p{L}\.? [0-9]{1,4} ?[a-zA-Z]?|[0-9]{1,4},? (rue|\p{L}+ (street|st|road|rd)).*",
    "person name": r"\p{Lu}[\p{L}'-]+,? (\p{Lu}[\p{L}'.-]* ?){1,3}",
    "local date": r"[0-9]{1,2}[./-][0-9]{1,2}[./-]([0-9]{2}|[0-9]{4})( .*)?",
    "comma number": r"-?[0-9.' ]*[0-9],[0-9]+",
}
"""Kind of value → the regular expression (RE2) that the whole of such a cell matches."""

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_BREAK = re.compile(r"[^0-9a-z]+")


def words_of(name: str) -> str:
    """Return the words of a column name in lower case without accents, parted by spaces: `KundenNr` → `kunden nr`."""
    parted = _CAMEL.sub(" ", name)
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", parted) if not unicodedata.combining(letter))
    return _BREAK.sub(" ", plain.casefold()).strip()


def speaks_of(name: str, *subjects: str) -> bool:
    """Return whether the words of a column name tell of any of these subjects of `NAMES`."""
    words = words_of(name)
    return any(_NAMES[subject].search(words) for subject in subjects)


def is_only(name: str, subject: str) -> bool:
    """Return whether the whole name is a word of a subject of `NAMES`."""
    return _NAMES[subject].fullmatch(words_of(name)) is not None


def numbers_something(name: str) -> bool:
    """Return whether a column name tells of a number or code that stands for something, and not of an amount."""
    return speaks_of(name, "id") and not speaks_of(name, "count of", "behaviour")


def scope_of(name: str) -> str:
    """Return the consent scope that a column name tells of, or the name itself with hyphens."""
    words = words_of(name)
    return next((scope for scope, pattern in _SCOPES.items() if pattern.search(words)), words.replace(" ", "-") or name)


def answer_words(answer: str) -> tuple[str, ...]:
    """Return the cell values of `ANSWERS` that say "yes", "no" or either ("decided")."""
    return tuple(ANSWERS[answer].split())


def _compiled(words: str) -> re.Pattern[str]:
    choices = "|".join(word.replace("?", " ?").replace("*", "[a-z0-9]*") for word in words.split())
    return re.compile(rf"\b(?:{choices})\b")


_NAMES = {subject: _compiled(words) for subject, words in NAMES.items()}
_SCOPES = {scope: _compiled(words) for scope, words in SCOPES.items()}

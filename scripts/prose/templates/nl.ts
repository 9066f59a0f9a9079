/** Dutch sentences to fill with names, for training; and ones without any name. */

export const nl = `
Schrijf een antwoord aan {P} over het vertraagde pakket.
Vat het gesprek met {P} van {O} samen.
{P} heeft twee keer gebeld en wil een terugbetaling.
Verzet de afspraak van {L} naar {W}.
Mijn naam is {P} en ik woon op {A}.
Ik ben {P}, geboren op {D}, en wil mijn contract opzeggen.
Hoi {F},\n\nbedankt voor je bericht. {P} komt {W} ook.\n\nMet vriendelijke groet,\n{P}\n{O}
Geachte mevrouw {V},\n\nwij hebben uw betaling van {M} ontvangen.\n\nHoogachtend,\n{P}
Geachte heer {V},
Beste {F},
Beste {F} en {F},
Dhr. {P}, {A}
Mevr. {V} en dhr. {V} komen om tien uur.
Hoi {F}, heb jij het bestand van {F} gekregen?
Bezorg bij {P}, {A}.
De factuur gaat naar {O}, {A}.
Ons nieuwe adres is {A}.
Wijzig het factuuradres in {A}.
Afleveradres: {A}
Klant: {P}\nAdres: {A}\nTelefoon: {T}\nE-mail: {E}
Naam: {P}, telefoon {T}, bestelling {N}
Patiënt {P} ({D}) was bij dr. {V} op het spreekuur.
{L} adviseert nog een bezoek in mei.
Notulen: aanwezig waren {F}, {F} en {P}; afwezig {P}.
Deelnemers: {P}, {P}, {P}
Stuur dit door naar {P} ({E}).
Mail {P} het contract en zet {F} in de cc.
Maak {M} over naar {P}, rekening {N}.
Werkt {P} nog bij {O}?
{O} heeft {P} in {C} aangenomen.
{P} is vorig jaar van {C} naar {C} verhuisd.
De laptop van {P} is stuk, ticket {N}.
Het salaris van {F} gaat naar {M}.
{F}'s laptop is stuk.
Ik heb met {F} over {U} gesproken.
Vraag {F} of {O} al betaald heeft.
Herinner {P} eraan dat het paspoort {N} in {W} verloopt.
De huurder {P} betaalt {M} per maand.
De verdachte {P} woont op {A}.
Contactpersoon: {P} ({O})
Groet,\n{F}
Met vriendelijke groet,\n{P}\n{A}\n{T}
Van: {P} <{E}>\nAan: {P} <{E}>\nOnderwerp: Uw boeking in {C}
Vertaal de brief aan {L} in het Engels.
Schrijf een gedicht voor mijn collega {F}, die {O} verlaat.
{V}, {F} - dossier {N}
Getekend: {P}
Goedgekeurd door {P} op {D}.
{P} en {P} delen een kantoor in {C}.
Haar man {F} en haar zoon {F} waren er ook.
Mijn baas {P} zegt dat {U} later komt.
Kandidaat {P} werkte vijf jaar bij {O}.
De claim van {P} ({N}) is afgewezen.
Maak een account voor {P} met {E}.
{P} is bereikbaar op {T}.
{L} heeft {M} met de kaart betaald.
Boek een vlucht naar {C} voor {P}.
Het pakket van {P} ligt op {A}.
Ons kantoor is gevestigd op {A}.
Ik woon op {A} met mijn zus {F}.
wie is {P}?
bel {P} terug
Volgens {P} wist niemand het.
Premier {V} ontmoette {V} in {C}.
Bereid het gesprek met {F} {V} voor.
T.a.v. {P}
Wat verdient {P} sinds {D}?
Schrijf {P} in voor de cursus en licht {F} in.
`
export const nlNegative = `
Hoe vraag ik een nieuwe laptop aan?
Welke stappen horen bij het inwerken van nieuwe medewerkers?
Schrijf een vriendelijke herinnering over de reiskosten.
Vat de nieuwe regeling voor thuiswerken samen.
Leg uit hoe ik {U} in {U} instel.
Wat is de hoofdstad van {K}?
Het weer in {C} is mooi in {W}.
{O} opent een kantoor in {C}.
{O} en {O} hebben in {C} een contract getekend.
Factuur {N} van {O} van {M} is vervallen.
Controleer de offerte van {O} voor {W}.
De trein van {C} naar {C} vertrekt om negen uur.
Vergelijk {U} met {U}.
De Boekhouding wil de Jaarrekening voor {W}.
De Directie en de Raad van Toezicht vergaderen {W}.
Voornaam, Achternaam, Straat, Postcode en Plaats zijn verplicht.
Rekeningnummer: {N}\nDatum: {D}
Onderwerp: Herinnering - Kwartaalgesprek
Zie de Algemene Voorwaarden, Artikel 4.
Maandag en Dinsdag kan ik wel.
Prettige Kerst en een Gelukkig Nieuwjaar!
{U} is een product van {O}.
Geachte heer of mevrouw,
Hallo allemaal, de vergadering begint om tien uur.
Bedankt, het Support Team
Met vriendelijke groet, {O}
De Tweede Kamer, het Rijksmuseum en de Dam
De Belastingdienst en het Postkantoor zijn dicht.
Hoofdstuk 7 gaat over Gegevensbescherming.
Koningsdag in {C}
Ajax speelde in {K}.
Wat betekent het veld BTW Nummer?
Klanten in {C} en {K} wachten op de levering.
Maak een tabel van de orders per Kostenplaats.
De Ronde van Vlaanderen start in {C}.
`

/** More Dutch texts in which nobody is named, for measuring what is touched: never for training or choosing. */
import type { HeldOutTexts } from '../held-out.ts'

export const nl: HeldOutTexts = {
  words: {
    waar: 'Bamboe Dienblad|Wandklok|Wollen Deken|Pepermolen|Fietspomp|Kandelaar|Thermosbeker|Hondenriem|Bureaulamp|Picknickmand',
    stad: 'Zwolle|Gent|Deventer|Hasselt|Leeuwarden|Breda|Middelburg|Den Helder',
    zaak: 'Apotheek aan de Markt|Kwekerij De Heuvels|De Bakker op de Hoek|Fietsen Noord|Drukkerij De Haven|Timmerbedrijf De Eik',
    pakket: 'Exact Online|Dropbox|Canva|Mollie|Zapier|Lightspeed|Moneybird|Odoo',
    dag: 'maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag',
  },
  texts: `
# bericht
Schrijf een tekst voor Instagram over onze nieuwe {waar}. Vrolijk, twee emoji's, hashtags #Ambacht #Lokaal #{stad}.
# bericht
Maak hier een bericht voor LinkedIn van: {zaak} kreeg het Groene Keurmerk van de Kamer van Koophandel. Dank aan alle klanten in {stad}!
# retour
Controleer de tekst: Terugbetaling volgt binnen {##} dagen. Cadeaubonnen, Oorbellen en Maatwerk zijn uitgesloten.
# rekenblad
In kolom A staat de Datum, in B het Nettobedrag, in C het Btw-tarief. Welke formule geeft het Brutobedrag zonder lege rijen?
# rekenblad
Maand;Omzet;Bezoekers
Januari;{####};{###}
Februari;{####};{###}
Teken een grafiek en markeer de Beste Maand.
# prijslijst
Wassen Knippen Drogen {##} €
Highlights Heel Hoofd {##} €
Baard Bijwerken {##} €
Kinderen Knippen {##} €
# beoordeling
Een gast gaf twee sterren: "Soep koud, Bediening traag, Uitzicht prachtig". Schrijf een beleefd antwoord van {zaak}.
# nieuwsbrief
Onderwerpen voor de Lentebrief: Vroegboekkorting, Data van Workshops, Open Dag, Nieuwe Openingstijden op {dag}.
# pakbon
1 x {waar}, Geolied Eiken
2 x {waar}, Leigrijs
1 Cadeauverpakking, Kaartje: Hartelijk Gefeliciteerd
Vervoerder: PostNL, {#} kg
# schoonmaak
{dag}: Keuken, Koelkastrubbers, Afzuigkap. {dag}: Magazijn en Achterplaats. Elke dag: Toonbank, Deurklinken, Toiletten.
# sluiten
Voor het afsluiten: Ovens uit, Vaatwasser leeg, Rolluik dicht, Kassa geteld, Afval buiten. Vink het Blad op het prikbord af.
# fout
{pakket} meldt "Token verlopen, Recht ontbreekt". We hebben {dag} alleen het Abonnement gewijzigd. Wat kijken we eerst na?
# vragen
Bezorgt u op de Waddeneilanden? Ja, met de Veerboot op {dag}. Mag mijn hond mee? Ja, op het Terras zijn honden welkom.
# vertaling
Vertaal naar het Engels en houd de regels: Gladde Vloer / Alleen Personeel / Let op de Trede / Graag Aanbellen
# menu van de site
Start | Ons Verhaal | Behandelingen | Cadeaubonnen | Route | Afspraak Maken | Privacyverklaring
# aanbesteding
Vat samen: Perceel {#} Straatverlichting, Perceel {#} Groenonderhoud, Perceel {#} Speeltoestellen. Gestanddoening {##} dagen.
# werkplaats
Bevinding: Remblokken versleten, Ketting gerekt, Derailleurpad krom, Banden Schwalbe in orde. Arbeid {#} uur, Onderdelen {##} €.
# veiligheid
Leg nieuwe krachten de pictogrammen Vlam, Corrosie en Uitroepteken op een fles Ontstopper uit.
# rekenen
Wat is het verschil tussen Brutomarge, Opslag en Dekkingsbijdrage? Voorbeeld: inkoop {##} euro, verkoop {##} euro.
# feest
Help met de Kerstmarkt in {stad}: Kraam met Glühwein, Koor, Loterij, Schminken, Gevonden Voorwerpen, Eerste Hulp.
# advertentie
Advertentie: Tweekamerwoning bij {stad}, Houtkachel, Balkon op het Zuiden, Parkeerplek, Berging, instapklaar. Bezichtiging op {dag}.
# abonnement
We gaan bij {pakket} van het Basispakket naar het Teampakket. Noem de Limieten, Gebruikers en Modules die veranderen.
`,
}

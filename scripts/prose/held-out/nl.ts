/** Dutch texts in which nobody is named, for measuring what is touched: never for training. */
import type { HeldOutTexts } from './held-out.ts'

export const nl: HeldOutTexts = {
  words: {
    good: 'Klapstoelen|Koperen bochten|Keukenrollen|Boorkoppen|Tuinslangen|Olijfolie|Zeskantmoeren|Inktpatronen|Yogamatten|Panlatten',
    place: 'Lissabon|Oude Haven|Den Bosch|Bergen op Zoom|Texel|Giethoorn|Sint-Niklaas|Brugge|Hoorn|Alkmaar',
    firm: 'Bakkerij De Brug|Noordenwind BV|Dakwerken Jansen BV|Meubelhuis Bakker|Esdoorn Installaties|Visser Delicatessen|Gamma|Hubo',
    tool: 'Exact Online|Trello|Mailchimp|Moneybird|Notion|Lightroom|Odoo|AFAS',
    month: 'januari|april|mei|juni|augustus|oktober',
    dish: 'Stamppot boerenkool|Waldorfsalade|Zeeuwse mosselen|Limburgse vlaai|Kip Siam|Erwtensoep',
    herb: 'rozemarijn|basilicum|salie|gember|peterselie|laurier',
  },
  texts: `
# recept
{dish} voor {#} personen
Ingrediënten: {##0} g bloem, 2 eieren, 1 tl {herb}, 3 teentjes knoflook, Zout, Peper
Bereiding: verwarm de oven voor op 1{##} °C. Hak de {herb} en laat {##} minuten sudderen.
# recept
Reken het recept om naar {##} porties: 500 g Gehakt, 2 Uien, 400 ml Bouillon, 1 Laurierblad, Worcestersaus, Zwarte Peper
# menukaart
Vertaal onze menukaart naar het Engels: Soep van de dag, {dish}, Gebakken Kabeljauw met Citroenboter, Appeltaart, Koffie verkeerd
# voorraad
Inventaris {month}: {good} {##}, {good} {###}, {good} {#}. Bestelniveau voor {good} is {##}.
# voorraad
Gang {#} Stelling {##} Vak C: {good}
Gang {#} Stelling {##} Vak A: {good}
Koelcel: Boter, Room, Kwark
# bestelling
Klantnummer {#####}, bestelling {######}: graag twee dozen {good} erbij en de {good} eraf.
# bestelling
Klantnummer: {#####}
Bestelling: {######}
Regels: {##} x {good}, {#} x {good}
Levering: Express, Laadperron {#}
# uitleg
Leg stap voor stap uit hoe ik facturen uit {tool} exporteer en in {tool} inlees.
# uitleg
Schrijf een werkinstructie voor het openen van de winkel: Alarm, Verlichting, Wisselgeld, Koffiemachine, Etalage, Broodlevering.
# code
def totaal(bestelling):
    # Som van de Regels zonder Cadeaubonnen
    return sum(r.Prijs for r in bestelling.Regels if r.Soort != "Cadeau")
# sql
SELECT Plaats, Regio, SUM(Bedrag) AS Omzet FROM Bestellingen JOIN Filialen ON Filialen.Id = Bestellingen.FiliaalId WHERE Regio = 'Noord' GROUP BY Plaats;
# logboek
2026-0{#}-1{#} 08:1{#}:22 WARN BetaalDienst Poging 3 voor bestelling {######}: Tijd verstreken
# json
{"naam":"Filiaal {place}","regio":"Zuidwest","producten":["{good}","{good}"],"open":true}
# csv
Artikel;Merk;Voorraad
{good};{firm};{##}
{good};Makita;{###}
# contract
De Leverancier levert de Goederen binnen {##} dagen bij de Opdrachtgever af. Artikel {#}.2 (Overmacht) geldt bij Staking, Overstroming en Epidemie.
# contract
Kort artikel {#} van het Huurcontract in: de Huurder houdt het Gehuurde in goede staat en laat de Verhuurder in {month} de ketel keuren.
# product
De bank Oxford in Nachtblauw: frame van massief Beuken, bekleding van Fluweel, twee kussens. Breedte {###} cm. Bijpassende fauteuil Verona vanaf {###} €.
# product
Herschrijf voor onze webshop: de lamp Victoria van {firm} brengt de sfeer van de Art Deco. Kleuren: Robijn, Barnsteen, Jade, Parel.
# reis
Plan drie dagen in {place}: maandag de Dom en de Oude Stad, dinsdag een rondvaart, woensdag de Hortus. Budget {###} euro per persoon.
# reis
{place} ligt aan het water en staat bekend om zijn Stadswallen, Jazzfestival en Zaterdagmarkt. Met de trein is het vanaf {place} {##} minuten.
# openingstijden
Openingstijden: ma t/m vr 9-17 uur, za 10-14 uur. Gesloten op Goede Vrijdag, Koningsdag en Tweede Kerstdag. Keuken tot {##}.30 uur in het Tuincafé.
# agenda
Agenda {month}: 1. Begroting 2. Verhuizing Magazijn 3. Arbeidsveiligheid 4. Zomerfeest 5. Rondvraag
# mail
Beste klant,
uw bestelling {######} heeft ons magazijn in {place} verlaten. De levering is gepland op donderdag.
Met vriendelijke groet
Het team van {firm}
# mail
Hallo allemaal, de printer op Verdieping {#} is weer stuk. Gebruik zolang die bij de Receptie. Bedankt, Facilitair
# geschiedenis
Vat de Industriële Revolutie samen: Stoommachine, Spoorwegen, Kinderwetje, Afsluitdijk en Wereldtentoonstelling van 1913.
# recht
Volgens artikel 6 lid 1 onder f AVG en artikel {##} UAVG kan de Verwerkingsverantwoordelijke zich beroepen op Gerechtvaardigd Belang. Zie Hoge Raad 12 mei 2020.
# sport
Schrijf een verslag: Sparta Rotterdam wint met 3-1 van Fortuna Sittard, Willem II en Heracles Almelo spelen gelijk. Zaterdag komt Vitesse.
# muziek
Maak een lijst voor de salon: Zachte Jazz, Bossa Nova, Nederpop, Motown. Geen Heavy Metal voor {##} uur.
# bedrijf
Vergelijk de prijzen van {firm}, {firm} en Makro voor {good} in een tabel met de kolommen Leverancier, Stukprijs en Levertijd.
# software
Hoe koppel ik {tool} aan {tool}? De Webhook geeft Fout {###} terwijl de Sleutel onder Instellingen > Integraties staat.
# kop
Hoofdstuk {#}: Marketingplan
Doelgroep, Onderscheidend Vermogen, Prijsstrategie, Sociale Media, Kerstactie
# tuin
Plantplan {month}: Anjer, Lelietje-van-dalen, Roos, Iris, Viooltje, Madelief en Dahlia in Perk {#}; Rozemarijn in de kruidenspiraal.
# vacature
Schrijf een vacature voor een Magazijnmedewerker in {place}, {##} uur, Heftruckcertificaat vereist, start in {month}.
# wagenpark
Wagenpark: Renault Kangoo {##}.{###} km, Citroën Berlingo, Opel Astra, Alfa Romeo Giulia. Volgende keuring in {month}.
# klein
kun je dit korter maken: wij verkopen {good} en {good} in {place}, gratis bezorgd vanaf {##} euro, kom langs in {month}
`,
}

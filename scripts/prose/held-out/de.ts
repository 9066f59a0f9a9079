/** German texts in which nobody is named, for measuring what is touched: never for training. */
import type { HeldOutTexts } from './held-out.ts'

export const de: HeldOutTexts = {
  words: {
    good: 'Klappstühle|Kupferbögen|Küchenrollen|Bohrkronen|Gartenschläuche|Olivenöl|Sechskantmuttern|Druckerpatronen|Yogamatten|Dachlatten',
    place: 'Bremerhaven|Altstadt|Köln-Ehrenfeld|Bad Tölz|Rügen|Lüneburg|Sankt Gallen|Graz|Berlin Mitte|Husum',
    firm: 'Nordwind Handels GmbH|Bäckerei Sonnenschein|Ahorn Haustechnik|Krüger Dachbau GmbH|Möbel Hartmann KG|Lorenz Feinkost|Adler Werkzeuge',
    tool: 'Lexware|DATEV|sevDesk|Trello|Mailchimp|Nextcloud|Zeiterfassung Pro|Lightroom',
    month: 'Januar|April|Mai|Juni|August|Oktober',
    dish: 'Königsberger Klopse|Wiener Schnitzel|Kaiserschmarrn|Schwarzwälder Kirschtorte|Sauerbraten|Flammkuchen Elsass',
    herb: 'Rosmarin|Basilikum|Salbei|Ingwer|Petersilie|Majoran',
  },
  texts: `
# Rezept
{dish} für {#} Personen
Zutaten: {##0} g Mehl, 2 Eier, 1 TL {herb}, 3 Zehen Knoblauch, Salz, Pfeffer
Zubereitung: Backofen auf 1{##} Grad vorheizen. {herb} hacken und {##} Minuten köcheln lassen.
# Rezept
Rechne das Rezept auf {##} Portionen um: 500 g Hackfleisch, 2 Zwiebeln, 400 ml Brühe, 1 Lorbeerblatt, Worcestersauce, Schwarzer Pfeffer
# Speisekarte
Übersetze unsere Speisekarte ins Englische: Tagessuppe, {dish}, Gebratener Zander mit Zitronenbutter, Rote Grütze, Kännchen Kaffee
# Lager
Inventur {month}: {good} {##}, {good} {###}, {good} {#}. Meldebestand für {good} ist {##}.
# Lager
Gang {#} Regal {##} Fach C: {good}
Gang {#} Regal {##} Fach A: {good}
Kühlhaus: Butter, Sahne, Quark
# Bestellung
Kundennummer {#####}, Auftrag {######}: bitte zwei Kartons {good} ergänzen und die {good} streichen.
# Bestellung
Kundennummer {#####}
Bestellung: {######}
Positionen: {##} x {good}, {#} x {good}
Lieferung: Express, Abgabe an Tor {#}
# Anleitung
Erkläre Schritt für Schritt, wie ich Rechnungen aus {tool} exportiere und in {tool} einlese.
# Anleitung
Schreibe eine Arbeitsanweisung für das Öffnen des Ladens: Alarmanlage, Licht, Wechselgeld, Kaffeemaschine, Schaufenster, Brotlieferung.
# Code
def summe(auftrag):
    # Summe der Positionen ohne Gutscheine
    return sum(p.Preis for p in auftrag.Positionen if p.Art != "Gutschein")
# Code
Warum geht das nicht? public class RechnungsService { public Rechnung Lade(int Nummer) { return Repository.Finde(Nummer); } }
# SQL
SELECT Ort, Region, SUM(Betrag) AS Umsatz FROM Auftraege JOIN Filialen ON Filialen.Id = Auftraege.FilialeId WHERE Region = 'Nord' GROUP BY Ort;
# Protokolldatei
2026-0{#}-1{#} 08:1{#}:22 WARN Zahlungsdienst Wiederholung 3 für Auftrag {######}: Zeitüberschreitung
2026-0{#}-1{#} 08:1{#}:25 INFO Zahlungsdienst Gebucht über Klarna, Stapel {###}
# JSON
{"name":"Filiale {place}","region":"Südwest","produkte":["{good}","{good}"],"offen":true}
# JSON
Korrigiere dieses JSON: {"titel": "{dish}", "schlagworte": ["Sonntag", "Familie"], "preis": {##}.50,}
# CSV
Artikel;Marke;Bestand
{good};{firm};{##}
{good};Makita;{###}
# Vertrag
Der Auftragnehmer liefert die Ware binnen {##} Tagen an den Sitz des Auftraggebers. § {#} Abs. 2 (Höhere Gewalt) gilt bei Streik, Hochwasser und Epidemien.
# Vertrag
Kürze § {#} des Mietvertrags: Der Mieter hat Schönheitsreparaturen fachgerecht auszuführen und dem Vermieter im {month} Zutritt zum Heizungsraum zu gewähren.
# Produkt
Das Sofa Oxford in Mitternachtsblau: Gestell aus massiver Buche, Bezug aus Samt, zwei Kissen. Breite {###} cm. Passender Sessel Verona ab {###} €.
# Produkt
Schreibe für unseren Webshop um: Die Leuchte Viktoria von {firm} bringt den Charme des Jugendstils ans Bett. Farben: Rubin, Bernstein, Jade, Perle.
# Reise
Plane drei Tage in {place}: Montag Dom und Altstadt, Dienstag Schifffahrt, Mittwoch Botanischer Garten. Budget {###} Euro pro Person.
# Reise
{place} liegt am Wasser und ist für Fachwerk, Weinfest und Samstagsmarkt bekannt. Mit der Bahn sind es von {place} {##} Minuten.
# Öffnungszeiten
Öffnungszeiten: Mo bis Fr 9-17 Uhr, Sa 10-14 Uhr. Karfreitag, Ostermontag und Heiligabend geschlossen. Küche bis {##}:30 Uhr im Gartencafé.
# Tagesordnung
Tagesordnung {month}: 1. Haushalt 2. Umzug Lager 3. Arbeitssicherheit 4. Sommerfest 5. Verschiedenes
# Mail
Sehr geehrte Kundin, sehr geehrter Kunde,
Ihre Bestellung {######} hat unser Lager in {place} verlassen. Die Zustellung erfolgt am Donnerstag.
Mit freundlichen Grüßen
Ihr Team von {firm}
# Mail
Hallo zusammen, der Drucker in Ebene {#} ist wieder defekt. Bitte nehmt bis zur Reparatur den am Empfang. Danke, Haustechnik
# Geschichte
Fasse die Industrialisierung zusammen: Dampfmaschine, Zollverein, Eisenbahn, Weberaufstand, Paulskirche und Reichsgründung 1871.
# Recht
Nach Art. 6 Abs. 1 lit. f DSGVO und § {##} BDSG kann der Verantwortliche sich auf Berechtigte Interessen stützen. Siehe BGH, Urteil vom 12. Mai 2020 - VI ZR {###}/18.
# Sport
Schreibe einen Spielbericht: Werder Bremen schlägt Arminia Bielefeld 3:1, Eintracht Braunschweig holt einen Punkt bei Hansa Rostock. Am Samstag kommt Schalke.
# Musik
Stelle eine Musikliste für den Salon zusammen: Sanfter Jazz, Bossa Nova, Neue Deutsche Welle, Schlager. Kein Heavy Metal vor {##} Uhr.
# Firma
Vergleiche die Preise von {firm}, {firm} und Metro für {good} als Tabelle mit den Spalten Lieferant, Stückpreis und Lieferzeit.
# Software
Wie verbinde ich {tool} mit {tool}? Der Webhook meldet Fehler {###}, obwohl der Schlüssel unter Einstellungen > Schnittstellen hinterlegt ist.
# Überschrift
Kapitel {#}: Marketingplan
Zielgruppe, Alleinstellungsmerkmal, Preisstrategie, Soziale Medien, Weihnachtsaktion
# Garten
Pflanzplan {month}: Fleißiges Lieschen, Bartnelke, Maiglöckchen, Rose, Iris und Viola in Beet {#}; Rosmarin in die Kräuterspirale.
# Stelle
Entwirf eine Stellenanzeige für eine Fachkraft für Lagerlogistik (m/w/d) in {place}, {##} Stunden, Staplerschein nötig, Beginn {month}.
# Fuhrpark
Fuhrpark: VW Caddy {##}.{###} km, Mercedes Sprinter, Opel Astra, Alfa Romeo Giulia. Nächster TÜV im {month}.
# Schule
Erkläre das Ohmsche Gesetz, den Satz des Pythagoras und das Dritte Newtonsche Axiom einfach, mit je {#} Beispielen.
# Klein
kannst du das kürzen: wir verkaufen {good} und {good} in {place}, versand frei ab {##} euro, einfach im {month} vorbeikommen
`,
}

/** More German texts in which nobody is named, for measuring what is touched: never for training or choosing. */
import type { HeldOutTexts } from '../held-out.ts'

export const de: HeldOutTexts = {
  words: {
    ware: 'Holztablett|Wanduhr|Wolldecke|Pfeffermühle|Fahrradpumpe|Kerzenständer|Thermobecher|Hundeleine|Schreibtischlampe|Picknickkorb',
    ort: 'Oldenburg|Linz|Winterthur|Bamberg|Kassel|Graz|Flensburg|Bad Homburg',
    betrieb:
      'Apotheke am Markt|Gärtnerei Grünblick|Backstube Morgenrot|Zweirad Nord|Druckerei Hafenblick|Tischlerei Eichenhof',
    programm: 'Lexware|DATEV|Canva|Dropbox|Shopware|Zapier|Personio|sevdesk',
    tag: 'Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag',
  },
  texts: `
# Beitrag
Schreib einen fröhlichen Beitrag für Instagram über unseren neuen Artikel {ware}, mit zwei Emojis und den Hashtags #Handwerk #Regional #{ort}.
# Beitrag
Mach daraus einen Beitrag für LinkedIn: Die {betrieb} wurde mit dem Umweltsiegel der Handwerkskammer ausgezeichnet. Danke an alle Kundinnen und Kunden in {ort}!
# Widerruf
Bitte Korrektur lesen: Der Widerruf ist innerhalb von {##} Tagen möglich. Ausgenommen sind Gutscheine, Ohrringe und Maßanfertigungen.
# Tabelle
In Spalte A steht das Datum, in Spalte B der Nettobetrag, in Spalte C der Steuersatz. Welche Formel liefert den Bruttobetrag und lässt Leerzeilen aus?
# Tabelle
Monat;Umsatz;Besucher
Januar;{####};{###}
Februar;{####};{###}
Zeichne ein Liniendiagramm und hebe den Besten Monat hervor.
# Preisliste
Waschen Schneiden Föhnen {##} €
Strähnen Oberkopf {##} €
Bartpflege {##} €
Kinderhaarschnitt {##} €
# Bewertung
Ein Gast gab zwei Sterne: „Suppe kalt, Bedienung langsam, Aussicht herrlich“. Entwirf eine höfliche Antwort der {betrieb}.
# Rundbrief
Betreffzeilen für den Frühlingsbrief: Frühbucherrabatt, Kurstermine, Tag des offenen Hofes, Neue Öffnungszeiten am {tag}.
# Lieferschein
1 Stück {ware}, Eiche geölt
2 Stück {ware}, Schiefergrau
1 Geschenkverpackung mit Grußkarte
Versand: DHL Paket bis {##} kg
# Putzplan
{tag}: Küche, Kühlschrank, Dunstabzug. {tag}: Lager und Hinterhof. Täglich: Theke, Türgriffe, Gästetoilette.
# Checkliste
Vor dem Abschließen: Ofen aus, Spülmaschine leer, Rollladen unten, Wechselgeld gezählt, Müll draußen. Häkchen auf dem Klemmbrett setzen.
# Fehler
{programm} meldet „Token abgelaufen, Berechtigung fehlt“. Wir haben am {tag} nur den Tarif gewechselt. Was prüfen wir zuerst?
# Fragen
Liefern Sie auch auf die Inseln? Ja, mit der Fähre am {tag}. Darf mein Hund mit? Ja, auf der Terrasse sind Hunde gern gesehen.
# Übersetzung
Übersetze ins Polnische und behalte die Zeilen: Vorsicht Rutschgefahr / Zutritt nur für Personal / Stufe beachten / Bitte klingeln
# Menü der Seite
Start | Über uns | Leistungen | Gutscheine | Anfahrt | Termin buchen | Impressum | Datenschutz
# Ausschreibung
Fasse zusammen: Los {#} Straßenbeleuchtung, Los {#} Grünpflege, Los {#} Spielgeräte. Bindefrist {##} Tage, Zuschlagskriterium Preis.
# Werkstatt
Befund: Bremsbeläge verschlissen, Kette gelängt, Schaltauge verbogen, Reifen Schwalbe Marathon in Ordnung. Arbeitszeit {#} h, Teile {##} €.
# Sicherheit
Erkläre neuen Kräften die Piktogramme Flamme, Ätzwirkung und Ausrufezeichen auf einer Flasche Abflussreiniger.
# Kalkulation
Was unterscheidet Rohertrag, Aufschlag und Deckungsbeitrag? Nimm als Beispiel eine Ware, Einkauf {##} Euro, Verkauf {##} Euro.
# Fest
Hilf beim Planen des Adventsmarkts in {ort}: Glühweinstand, Chorsingen, Tombola, Kinderschminken, Fundbüro, Erste Hilfe.
# Anzeige
Exposé: Zweizimmerwohnung nahe {ort}, Kaminofen, Südbalkon, Stellplatz, Keller, provisionsfrei. Besichtigung am {tag}.
# Tarif
Wir wollen bei {programm} vom Tarif Basis zum Tarif Team wechseln. Nenne Grenzen, Plätze und Zusatzpakete, die sich ändern.
`,
}

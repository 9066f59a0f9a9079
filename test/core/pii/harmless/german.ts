/** Keeps bodies in German without personal data: an order, a delivery note, a bill of material, minutes, a network's config. */
import type { HarmlessBody } from './body.ts'

export const german: readonly HarmlessBody[] = [
  {
    kind: 'Bestellung',
    contentType: 'application/json',
    body: `{"bestellnummer":"4500012345","datum":"22.11.2026","liefertermin":"KW 49/2026","positionen":[
{"pos":10,"artikelnummer":"100-4711-003","bezeichnung":"Kugellager 6204-2RS","menge":250,"einzelpreis":"3,48","summe":"870,00"},
{"pos":20,"artikelnummer":"100-4712-001","bezeichnung":"Wellendichtring 25x47x7","menge":500,"einzelpreis":"1,15","summe":"575,00"}],
"netto":"1.445,00","mwst":"274,55","brutto":"1.719,55","angebot":"AN-2026-08814","zolltarifnummer":"84821010"}`,
  },
  {
    kind: 'Lieferschein',
    contentType: 'text/plain',
    body: `Lieferschein Nr. 80012377 vom 19.11.2026 zu Auftrag 2000458812
Pos  Material       Charge       Menge   Gewicht
001  30-88120-45    C240911-07   1.200   486,500 kg
002  30-88121-45    C240911-08     800   311,250 kg
NVE 340123450000000018, Palette 3 von 7, Sendungsnummer 00340434161094022115
Gesamtgewicht 797,750 kg, Volumen 2,418 m³, Temperatur 2-8 °C`,
  },
  {
    kind: 'Preisliste',
    contentType: 'text/csv',
    body: `Artikel;EAN;Bezeichnung;VPE;Preis;gültig ab
10-2210;4006381333931;Textmarker gelb;10;11,49;01.01.2027
10-2211;4005401109884;Bleistift HB;12;4,20;01.01.2027
77-0091;4012345678901;Aktenordner 80 mm;20;2.149,00;01.01.2027
77-0092;4311501659779;Kopierpapier 80 g/m²;5;23,95;15.02.2027`,
  },
  {
    kind: 'Protokoll',
    contentType: 'text/plain',
    body: `Protokoll der Besprechung vom 17.11.2026, 10:00-11:45 Uhr, Raum 2.07
TOP 1: Umsatz Q3 bei 12.487.300 EUR (Vorjahr 11.902.150 EUR), plus 4,9 %.
TOP 2: Die Anlage 4 läuft seit 13.10.2026 mit 1.850 U/min; Wartung alle 2.000 Betriebsstunden.
TOP 3: Norm DIN EN ISO 9001:2015, Abschnitt 8.5.1; Prüfbericht 2026-0815-17.
Nächster Termin: 15.12.2026, 10 Uhr. Aktenzeichen 12 O 345/26, Beleg 4711-0815.`,
  },
  {
    kind: 'Messwerte',
    contentType: 'application/json',
    body: `{"anlage":"P3-07","zeit":1795334400,"zeit_ms":1795334400123,"werte":{"druck_mbar":1013.25,"drehzahl":1849.7,"temperatur":[21.4,21.6,21.9,22.3],
"zaehlerstand":48291037,"energie_kwh":1827364.5,"laufzeit_s":73481920},"grenzen":{"min":-40,"max":125},"software":"7.3.12-44","seriennummer":"88-20417-0032","pruefsumme":"a3f5c9d1"}`,
  },
  {
    kind: 'Stückliste',
    contentType: 'application/xml',
    body: `<?xml version="1.0" encoding="UTF-8"?>
<stueckliste nummer="SL-2026-00417" version="3.1" stand="2026-11-20T14:22:07+01:00">
<teil pos="1" nummer="A 001 997 85 46" menge="4"><bezeichnung>Dichtung 45x3</bezeichnung></teil>
<teil pos="2" nummer="7 10 1234 5678" menge="16"><bezeichnung>Schraube M8x25 DIN 912</bezeichnung></teil>
<teil pos="3" nummer="WHT 005 437" menge="2"><bezeichnung>Klammer</bezeichnung></teil>
<zeichnung>DWG-778.201.334-B</zeichnung><gewicht einheit="kg">12.480</gewicht></stueckliste>`,
  },
  {
    kind: 'Rundschreiben',
    contentType: 'text/plain',
    body: `Liebe Kolleginnen und Kollegen,
die Kantine öffnet ab Montag, 30.11.2026, von 11:15 bis 13:45 Uhr. Das Menü kostet 6,80 €, der Salat 4,50 €.
Der Parkplatz P2 bleibt vom 01.12.2026 bis 15.12.2026 gesperrt. Bitte nutzt Ebene -1 (Plätze 101-148).
Seriennummern 20260001 bis 20260480 werden getauscht, Chargen 7781002 und 7781003 sind zurückgerufen.`,
  },
  {
    kind: 'Einrichtung eines Dienstes',
    contentType: 'application/yaml',
    body: `version: '3.9'
services:
  auftragsdienst:
    image: registry.example/auftrag:7.14.2@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
    ports: ['8080:8080', '9443:8443']
    environment: { MAX_ALTER_S: 86400, GRENZE: 1000000, PUFFER: 16777216 }
    deploy: { resources: { limits: { memory: 536870912 } } }
    healthcheck: { interval: 30s, retries: 5, start_period: 120s }`,
  },
  {
    kind: 'Zahlungsavis ohne Konto',
    contentType: 'text/plain',
    body: `Zahlungsavis 0000118273 vom 20.11.2026
Beleg        Datum       Betrag EUR   Skonto
1900045512   03.11.2026    1.204,50    24,09
1900045590   05.11.2026   12.880,00   257,60
1900045613   09.11.2026      318,75     0,00
Summe                     14.403,25   281,69   Verwendung RF18 5390 0754 7034`,
  },
  {
    kind: 'Frage an einen Assistenten',
    contentType: 'application/json',
    body: `{"messages":[{"role":"system","content":"Antworte kurz."},{"role":"user","content":"Wie rechne ich 1.234.567,89 EUR in USD um, wenn der Kurs 1,0853 ist? Und was bedeutet Fehler 0x80070005 in Version 10.0.22631? Die Formel ist =SVERWEIS(A2;$D$2:$F$1048576;3;FALSCH). Es geht um 2 x 2.048 MB und 3600 s."}]}`,
  },
]

/** German sentences to fill with names, for training; and ones without any name. */

export const de = `
Schreibe eine Antwort an {P} wegen der verspäteten Lieferung.
Fasse das Gespräch mit {P} von {O} zusammen.
{P} hat heute zweimal angerufen und möchte sein Geld zurück.
Bitte verschiebe den Termin von {L} auf {W}.
Mein Name ist {P} und ich wohne in der {A}.
Ich heiße {P}, geboren am {D}, und kündige meinen Vertrag.
Hallo {F},\n\ndanke für deine Nachricht. {P} kommt am {W} dazu.\n\nViele Grüße\n{P}\n{O}
Sehr geehrte Frau {V},\n\nwir haben Ihre Zahlung über {M} erhalten.\n\nMit freundlichen Grüßen\n{P}
Sehr geehrter Herr {V},
Sehr geehrte Frau Dr. {V},
Sehr geehrter Herr Prof. Dr. {V},
Liebe {F}, lieber {F},
Hi {F}, hast du die Datei von {F} bekommen?
Moin {F}, bist du am {W} da?
Liefere an {P}, {A}.
Die Rechnung geht an {O}, {A}.
Unsere neue Adresse lautet {A}.
Bitte ändere die Rechnungsadresse auf {A}.
Lieferanschrift: {A}
Kunde: {P}\nAnschrift: {A}\nTelefon: {T}\nE-Mail: {E}
Name: {P}, Telefon {T}, Bestellung {N}
Patient {P} ({D}) war heute bei Dr. {V} in der Sprechstunde.
{L} empfiehlt eine weitere Untersuchung im Mai.
{P} berichtet seit {D} an {P}.
Protokoll: anwesend waren {F}, {F} und {P}; entschuldigt: {P}.
Teilnehmer: {P}, {P}, {P}
Leite das an {P} weiter ({E}).
Schick {P} den Vertrag an {E} und setze {F} in Kopie.
Überweise {M} an {P}, Konto {N}.
Arbeitet {P} noch bei {O}?
{O} hat {P} als Leiterin des Vertriebs in {C} eingestellt.
{P} ist letztes Jahr von {C} nach {C} gezogen.
Der Laptop von {P} ist defekt, Ticket {N} ist offen.
{F}s Gehalt wurde auf {M} erhöht.
Ich habe mit {F} über die Einführung von {U} gesprochen.
Frag {F}, ob {O} schon bezahlt hat.
Erinnere {P} daran, dass der Pass {N} im {W} abläuft.
Die Mieterin {P} zahlt {M} im Monat.
Der Beklagte {P} wohnt in {A}.
Ansprechpartner: {P} ({O})
Viele Grüße\n{F}
Mit freundlichen Grüßen\n{P}\n{A}\nTel. {T}
Von: {P} <{E}>\nAn: {P} <{E}>\nBetreff: Ihre Buchung in {C}
Übersetze den Brief an {L} ins Englische.
Schreibe ein Gedicht für meine Kollegin {F}, die {O} verlässt.
{V}, {F} - Personalakte {N}
Gezeichnet: {P}
Genehmigt von {P} am {D}.
{P} hat noch 12 Tage Urlaub.
{P} und {P} teilen sich ein Büro in {C}.
Ihr Mann {F} und ihr Sohn {F} waren dabei.
Mein Chef {P} sagt, {U} kommt später.
Die Bewerberin {P} hat fünf Jahre bei {O} gearbeitet.
Der Schaden von {P} ({N}) wurde abgelehnt.
Lege bitte ein Konto für {P} mit {E} an.
{P} ist unter {T} erreichbar.
{L} hat mit Karte {N} bezahlt.
Buche einen Flug nach {C} für {P}.
Das Paket für {P} liegt in der {A}.
Unser Büro ist in der {A}.
Ich wohne mit meiner Schwester {F} in der {A}.
Der Unfall war in der {A}.
wer ist {P}?
ruf {P} zurück
Herr {V} und Frau {V} kommen um zehn.
Familie {V}, {A}
z. Hd. {P}
Trag {P} bitte für den Kurs am {W} ein.
Bereite das Gespräch mit {F} {V} vor und informiere {L}.
Stelle {P} das Zeugnis bis {W} aus.
Was verdient {P} seit {D}?
Vertretung für {P} ist {P}.
Bundeskanzler {V} traf {V} in {C}.
{P} ({D}) war ein Maler aus {C}.
`
export const deNegative = `
Wie beantrage ich einen neuen Laptop?
Welche Schritte gehören zur Einarbeitung neuer Mitarbeiter?
Formuliere eine freundliche Erinnerung an die Reisekosten.
Fasse die neue Regelung zur Arbeit von zu Hause zusammen.
Erkläre die Einrichtung von {U} in {U}.
Welche Felder sind im Formular für Kunden Pflicht?
Das Wetter in {C} ist im {W} schön.
{O} eröffnet ein Büro in {C}.
{O} und {O} haben in {C} einen Vertrag unterschrieben.
Der Vertrag zwischen {O} und {O} endet am {D}.
Die Rechnung {N} von {O} über {M} ist fällig.
Prüfe bitte das Angebot der {O} bis {W}.
Der Zug von {C} nach {C} fährt um neun.
Vergleiche {U} mit {U}.
Die Buchhaltung braucht den Jahresabschluss bis {W}.
Der Betriebsrat und die Geschäftsführung treffen sich am {W}.
Die Abteilung Vertrieb und das Team Marketing planen eine Messe.
Vorname, Nachname, Straße, Postleitzahl und Ort sind Pflichtfelder.
Kontonummer: {N}\nDatum: {D}
Betreff: Erinnerung - Quartalsgespräch
Es gelten die Allgemeinen Geschäftsbedingungen, siehe Abschnitt 4.
Am Montag, Dienstag und Mittwoch habe ich Zeit.
Frohe Weihnachten und ein gutes Neues Jahr!
Die Geschäftsführung informiert den Aufsichtsrat.
Anbei das Protokoll der Hauptversammlung.
{U} ist ein Produkt der {O}.
Sehr geehrte Damen und Herren,
Liebe Kolleginnen und Kollegen,
Hallo zusammen, die Sitzung beginnt um zehn.
Danke, euer Support Team
Mit freundlichen Grüßen, {O}
Die Kirche in der Altstadt wird renoviert.
Das Oktoberfest, der Karneval und die Messe in {C}
Die Deutsche Bahn, die Post und das Finanzamt haben geschlossen.
Kapitel 7 behandelt den Datenschutz.
Bitte den Antrag auf Urlaub bis {W} genehmigen.
Im {W} findet die Schulung zum Thema {Q} statt.
Die {Q} und der {Q} sind wichtig für das {Q}.
Welche {Q} brauche ich für eine {Q}?
Schreibe einen Text über {Q} und {Q}.
Der {Q} hat eine {Q} mit {Q}.
{Q}, {Q} und {Q} stehen auf der Liste.
Wann beginnt die {Q} in {C}?
Die {Q} der {O} ist neu.
Eine {Q} ohne {Q} kostet {M}.
Unsere {Q} wird am {D} geliefert.
{Q}: {N}
Gibt es für {Q} eine Vorlage in {U}?
Erstelle eine Übersicht aller offenen Posten nach Kostenstelle.
Der Datenschutzbeauftragte prüft das Verzeichnis.
Neuer Wareneingang im Lager {C}, Palette {N}.
`

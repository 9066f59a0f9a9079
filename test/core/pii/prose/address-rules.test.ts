/** Promises about addresses in their many forms, and about numbers that are none. */
import { expect, test } from 'vitest'
import { findingsIn, read } from './read.ts'

test.each([
  ['Deliveries are accepted at 1204 Harriet Meadows only.', 'rule:street'],
  ['Please come to Birkenweg 15 tomorrow.', 'rule:street'],
  ['Nos vemos en la Avenida de los Olivos, 14.', 'rule:street'],
  ['Ci vediamo in Piazza della Vittoria 3.', 'rule:street'],
  ['Zij woont nu op Prinsengracht 263.', 'rule:street'],
])('the street in «%s» is found by its form', (text, reason) => {
  expect(findingsIn(text).find(({ type }) => type === 'ADDRESS')?.reasons).toContain(reason)
})

test.each([
  [
    'Send it to 100 Main Street, Apt 3B, Chicago, IL 60618 today.',
    '100 Main Street, Apt 3B, Chicago, IL 60618',
  ],
  ['Sie wohnt Am Alten Markt 3a, 24103 Kiel seit Jahren.', 'Am Alten Markt 3a, 24103 Kiel'],
  [
    'Elle habite au 18 bis avenue du Général-Leclerc, 69003 Lyon depuis mai.',
    '18 bis avenue du Général-Leclerc, 69003 Lyon',
  ],
  [
    'Er ist wohnhaft Mariahilfer Straße 112/8, 1070 Wien, Handy 0664 1234567.',
    'Mariahilfer Straße 112/8, 1070 Wien',
  ],
  ['Adresse: Bahnhofstrasse 45, 8001 Zürich, Tel 044 123 45 67', 'Bahnhofstrasse 45, 8001 Zürich'],
  [
    'Wir ziehen von der Wohnung Schillerstraße 12, 04109 Leipzig zum Monatsende aus.',
    'Schillerstraße 12, 04109 Leipzig',
  ],
  ['Our address is PO Box 1234, Springfield.', 'PO Box 1234'],
  ['Unsere Anschrift: Postfach 12 34, 10115 Berlin', 'Postfach 12 34, 10115 Berlin'],
  ['Send it to 221B Baker Street, London NW1 6XE.', '221B Baker Street, London NW1 6XE'],
  ['Ship to 88 Queen Street West, Toronto, ON M5H 2N2.', '88 Queen Street West, Toronto, ON M5H 2N2'],
  ['We moved to 5 George Street, Sydney NSW 2000.', '5 George Street, Sydney NSW 2000'],
  ['Lieferung an: Hauptstraße 5\n80331 München', 'Hauptstraße 5\n80331 München'],
  ['Bitte 12 Stück Rohr 60 an Hauptstraße 5, 80331 München liefern.', 'Hauptstraße 5, 80331 München'],
  ['Der Termin ist am Platz der Republik 1, 11011 Berlin.', 'Platz der Republik 1, 11011 Berlin'],
  ['Livrez au 12 bis rue de la Gare, 69003 Lyon.', '12 bis rue de la Gare, 69003 Lyon'],
  ['Vivo en Calle de Toledo 8, 3º B, 28005 Madrid.', 'Calle de Toledo 8, 3º B, 28005 Madrid'],
  ['Ich wohne in der Gartenstraße 9, 2.OG links, 10115 Berlin.', 'Gartenstraße 9, 2.OG links, 10115 Berlin'],
  ['Send it to 14 Castle Street, Dublin, D02 AF30.', '14 Castle Street, Dublin, D02 AF30'],
  ['Ich wohne in der Lindenallee 3, Wohnung 12, 10115 Berlin.', 'Lindenallee 3'],
])('the address in «%s» is found with its parts', (text, expected) => {
  const address = read(text).find((one) => one.startsWith('ADDRESS')) ?? ''
  expect(address).toContain(expected)
})

test.each([
  'The talk makes 3 Main Points.',
  'See page 12 of the manual.',
  'It costs 1,250.00 dollars.',
  'On 5 May 2026 the shop was closed.',
  'Version 3.2 is out.',
  'Wir treffen uns um 15 Uhr.',
  'Bitte Angebot erstellen: 12 Stück Rohr 60,3 x 2,9 mm, Werkstoff 1.4571.',
  'Angebot: 10 Stück Fenster 120 x 140 cm, 5 Stück Türen 86 x 198 cm, weiß.',
  'Wir bestellen 25 Stück Winkel 40 und 12 Stück Rohr 60,3 x 2,9 mm.',
  'Bestelling: 10 dozen Papier A4, 4 Lampen LED 60, 2 Tafels Eiken 120',
  'Ordine: 10 scatole Carta A4, 4 Lampade LED 60, 2 Tavoli Rovere 120',
  'Pedido: 10 cajas Papel A4, 5 Lámparas LED 60, 2 Mesas Roble 120 x 80',
  'Maschine 3, Halle 5, Regal 12, Platz 4, Charge 20261122, Menge 500, Ausschuss 12',
])('no address is found in «%s»', (text) => {
  expect(read(text).filter((one) => one.startsWith('ADDRESS'))).toEqual([])
})

test.each([
  ['She lives at 1420 SW Main St, Portland, OR 97205 since May.', '1420 SW Main St, Portland, OR 97205'],
  ['Ich wohne in der Königstraße 12, 70173 Stuttgart und arbeite dort.', 'Königstraße 12, 70173 Stuttgart'],
])('the postcode belongs to the address in «%s»', (text, address) => {
  expect(read(text)).toContain(`ADDRESS ${address}`)
})

test.each([
  'Delivery in week 48, PO 4500123456, please confirm.',
  'Bitte liefern an Nr. 12, 3. OG, danke schön.',
])('no address is found in «%s»', (text) => {
  expect(read(text)).toEqual([])
})

test.each([
  ['She lives at Hauptstraße 12, 80331 München. Thank you.', 'Hauptstraße 12, 80331 München'],
  ['Anna lives at Hauptstr. 12, 80331 München. Her address is new.', 'Hauptstr. 12, 80331 München'],
  ['Vive en Calle de Toledo 8, 28005 Madrid. Ella trabaja.', 'Calle de Toledo 8, 28005 Madrid'],
  ['Address: 9 Acacia Avenue, Cape Town 8001\nID: 9005', '9 Acacia Avenue, Cape Town 8001'],
  ['Lieferung an: Hauptstraße 5\n80331 München\nTel: 1', 'Hauptstraße 5\n80331 München'],
  ['Lieferung an: Hauptstraße 5\n80331 München\nTelefon bitte', 'Hauptstraße 5\n80331 München'],
  ['Hauptstraße 5\n80331 München\nDeutschland', 'Hauptstraße 5\n80331 München\nDeutschland'],
])('the address in «%s» ends with its sentence or line', (text, address) => {
  expect(read(text).filter((one) => one.startsWith('ADDRESS'))).toEqual([`ADDRESS ${address}`])
})

test.each([
  ["He lives at 88 Queen's Road, Leeds LS6 1NY.", "88 Queen's Road, Leeds LS6 1NY"],
  ['He lives at 88 Queen’s Road, Leeds LS6 1NY.', '88 Queen’s Road, Leeds LS6 1NY'],
  ['Er wohnt in der Lindenstr. 4.', 'Lindenstr. 4'],
])('the address in «%s» goes on over its marks', (text, address) => {
  expect(read(text)).toEqual([`ADDRESS ${address}`])
})

test.each([
  ['Rue du Four 3, 1204 Genève', 'Rue du Four 3, 1204 Genève'],
  ['Il habite Avenue de la Gare 12, 1003 Lausanne depuis mai.', 'Avenue de la Gare 12, 1003 Lausanne'],
  ['Place de la République 3, 75003 Paris', 'Place de la République 3, 75003 Paris'],
  ["Rue de l'Hôpital 12, 2000 Neuchâtel", "Rue de l'Hôpital 12, 2000 Neuchâtel"],
  ['Er wohnt in der Rue des Alpes 7.', 'Rue des Alpes 7'],
])('the address in «%s» is found, whose number stands behind its French street', (text, address) => {
  expect(read(text)).toEqual([`ADDRESS ${address}`])
})

test.each([
  'La rue du Commerce 15 ans plus tard.',
  'Route 66 is a road in America.',
  'Place Order 12 before noon.',
  'Le cours de la Bourse 2024 est bas.',
  'La route de Berne 3 km plus loin.',
])('no address is found in «%s», whose word is for a street as well', (text) => {
  expect(read(text)).toEqual([])
})

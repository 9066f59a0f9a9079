/** Promises that whoever signs a letter or is greeted in it is found by a given name alone, and that no team or word is. */
import { expect, test } from 'vitest'
import { read } from './read.ts'

test.each([
  ['Vielen Dank für Ihre Hilfe bei der Sache.\nViele Grüße\nPetra', 'Petra'],
  ['Bitte um Rückruf.\nMfG\nUwe', 'Uwe'],
  ['Bitte um Rückruf.\n\nViele Grüße aus Hamburg\nPetra', 'Petra'],
  ['Please send me the contract.\n\nKind regards\nAisha', 'Aisha'],
  ['Please send me the contract.\n\nThanks,\nPetra', 'Petra'],
  ['Merci de me rappeler demain.\nBien cordialement\nThéo', 'Théo'],
  ['Por favor envíeme la factura.\n\nSaludos cordiales\nPaco', 'Paco'],
  ['Per favore mi mandi la fattura.\n\nDistinti saluti,\nEnzo', 'Enzo'],
  ['Stuur mij de factuur alstublieft.\n\nGroetjes\nJoost', 'Joost'],
  ['Se bifogad faktura.\n\nMed vänliga hälsningar\nElin', 'Elin'],
  ['W załączniku faktura do zapłaty.\n\nPozdrawiam\nKasia', 'Kasia'],
])('who signs «%s» is found', (text, name) => {
  expect(read(text)).toContain(`PERSON ${name}`)
})

test('two who sign together are two', () => {
  expect(read('Bitte schicken Sie es mir.\n\nBeste Grüße\nJan & Tina')).toEqual(['PERSON Jan', 'PERSON Tina'])
})

test.each([
  ['Estimado Paco:\n\ngracias por su mensaje de ayer.', 'Paco'],
  ['Hej Elin,\n\ntack för meddelandet igår.', 'Elin'],
  ['Cześć Kasia,\n\ndziękuję za wiadomość.', 'Kasia'],
  ['Moin Uwe,\nkannst du mir die Datei schicken?', 'Uwe'],
])('who is greeted in «%s» is found', (text, name) => {
  expect(read(text)).toContain(`PERSON ${name}`)
})

test.each([
  'Please find attached the report.\n\nBest regards,\nSupport',
  'Please find attached the report.\n\nThanks,\nLegal',
  'Anbei der Bericht von gestern.\n\nViele Grüße\nDas Team der Bäckerei',
  'Anbei der Bericht von gestern.\n\nViele Grüße\nIhre Hausverwaltung',
  'Voici notre offre du mois.\n\nCordialement,\nLa Direction',
  'Write how a letter ends.\nBest regards,\n[Name]',
  'Wir senden viele Grüße aus\nParis und Umgebung.',
  'Liebe Kolleginnen,\n\nanbei der Bericht von gestern.',
  'Hallo Welt,\n\ndas ist ein Test.',
  'Dear Customer,\n\nthanks for your message from yesterday.',
  'Estimado Cliente:\n\nesta es nuestra oferta del mes.',
  'Translate: Mit freundlichen Grüßen\nEnglisch',
])('nobody is found in «%s»', (text) => {
  expect(read(text)).toEqual([])
})

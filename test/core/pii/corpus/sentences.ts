/** Makes annotated sentences in six languages: what people write to assistants, vendors and each other, and what only looks personal. */
import type { AnnotatedText } from '../../../../scripts/bench/pii/corpus.ts'
import { Random } from '../../../../scripts/bench/random.ts'
import { type Language, languages, makeValue } from './values.ts'

const templates: Record<Language, readonly string[]> = {
  en: [
    'Please write a friendly reminder to {PERSON}, who has not paid the invoice yet. Her address is {EMAIL}.',
    'Could you call {PERSON} back at {PHONE} before noon? The parcel goes to {ADDRESS}.',
    'The refund for the broken chair goes to {IBAN}, the customer paid with {CREDIT_CARD}.',
    'His social security number is {US_SSN} and the server that he used has the address {IP_ADDRESS}.',
    'The national insurance number of our new colleague is {NATIONAL_ID}, please add it to the payroll.',
    'I cannot log in any more. The password is {PASSWORD} and the key for payments {SECRET}.',
  ],
  de: [
    'Bitte schreibe eine freundliche Erinnerung an {PERSON}, die Rechnung ist noch offen. Ihre Adresse ist {EMAIL}.',
    'Kannst du {PERSON} bis Mittag unter {PHONE} zurückrufen? Das Paket geht an {ADDRESS}.',
    'Die Erstattung für den kaputten Stuhl geht an {IBAN}, bezahlt wurde mit {CREDIT_CARD}.',
    'Der Rechner in der Werkstatt hat die Adresse {IP_ADDRESS}, das Passwort lautet {PASSWORD}.',
    'Die Steuer-ID der neuen Kollegin ist {NATIONAL_ID}, bitte trage sie in der Lohnabrechnung ein.',
  ],
  fr: [
    'Merci de rédiger un rappel aimable à {PERSON}, la facture reste impayée. Son adresse est {EMAIL}.',
    'Peux-tu rappeler {PERSON} au {PHONE} avant midi ? Le colis part pour {ADDRESS}.',
    'Le remboursement de la chaise cassée va sur {IBAN}, le client a payé avec {CREDIT_CARD}.',
    'Son numéro de sécurité sociale est {NATIONAL_ID}, il faut le noter dans la paie.',
    'Le serveur a l’adresse {IP_ADDRESS} et le mot de passe est {PASSWORD}.',
  ],
  es: [
    'Escribe por favor un recordatorio amable a {PERSON}, la factura sigue pendiente. Su dirección es {EMAIL}.',
    '¿Puedes llamar a {PERSON} al {PHONE} antes del mediodía? El paquete va a {ADDRESS}.',
    'El reembolso de la silla rota va a {IBAN}, el cliente pagó con {CREDIT_CARD}.',
    'El DNI de la nueva compañera es {NATIONAL_ID}, hay que apuntarlo en la nómina.',
    'El servidor tiene la dirección {IP_ADDRESS} y la contraseña es {PASSWORD}.',
  ],
  it: [
    'Scrivi per favore un promemoria gentile a {PERSON}, la fattura è ancora aperta. Il suo indirizzo è {EMAIL}.',
    'Puoi richiamare {PERSON} al {PHONE} prima di mezzogiorno? Il pacco va in {ADDRESS}.',
    'Il rimborso per la sedia rotta va su {IBAN}, il cliente ha pagato con {CREDIT_CARD}.',
    'Il codice fiscale del nuovo collega è {NATIONAL_ID}, va inserito nelle paghe.',
    'Il server ha l’indirizzo {IP_ADDRESS} e la password è {PASSWORD}.',
  ],
  nl: [
    'Schrijf alsjeblieft een vriendelijke herinnering aan {PERSON}, de factuur staat nog open. Het adres is {EMAIL}.',
    'Kun je {PERSON} voor de middag terugbellen op {PHONE}? Het pakket gaat naar {ADDRESS}.',
    'De terugbetaling voor de kapotte stoel gaat naar {IBAN}, de klant betaalde met {CREDIT_CARD}.',
    'Het BSN van de nieuwe collega is {NATIONAL_ID}, zet het in de salarisadministratie.',
    'De server heeft het adres {IP_ADDRESS} en het wachtwoord is {PASSWORD}.',
  ],
}

/** Nothing in these is of a person. `#` is a digit, `*` a hexadecimal one, `§` the check digit of the article number before it. */
const harmless: Record<Language, readonly string[]> = {
  en: [
    'Order 45##-######-## was shipped on 2026-03-1# at 14:0#, tracking 1Z999AA1##########.',
    'Version 2.##.1# of the driver fixes the crash at 0x********, see commit ****************************************.',
    'The room is 12.5# m wide, costs 1,2##.50 per month and has article number SKU-####-XL-##.',
    'Please summarise the three main risks of the new supplier contract in five bullet points.',
  ],
  de: [
    'Rechnung RE-2026-00#### vom 0#.03.2026 über 1.2##,50 € ist bezahlt.',
    'Fasse die drei größten Risiken des neuen Liefervertrags in fünf Stichpunkten zusammen.',
    'Der Artikel 400#########§ steht auf Seite 1## und kostet ##,90 Euro.',
  ],
  fr: [
    'La facture FA-2026-00#### du 0# mars 2026 de 1 2##,50 € est réglée.',
    'Résume les trois principaux risques du nouveau contrat en cinq points.',
  ],
  es: [
    'La factura F-2026-00#### del 0# de marzo de 2026 por 1.2##,50 € está pagada.',
    'Resume los tres riesgos principales del nuevo contrato en cinco puntos.',
  ],
  it: [
    'La fattura FT-2026-00#### del 0# marzo 2026 di 1.2##,50 € è stata pagata.',
    'Riassumi i tre rischi principali del nuovo contratto in cinque punti.',
  ],
  nl: [
    'Factuur F-2026-00#### van 0# maart 2026 van 1.2##,50 euro is betaald.',
    'Vat de drie grootste risico’s van het nieuwe contract samen in vijf punten.',
  ],
}

const scope = [
  ...['EMAIL', 'PHONE', 'CREDIT_CARD', 'IBAN', 'US_SSN', 'IP_ADDRESS', 'PERSON', 'ADDRESS'],
  ...['PASSWORD', 'SECRET', 'NATIONAL_ID'],
]

/** GS1 General Specifications, 7.9: weights 1 and 3. */
function articleCheck(body: string): number {
  const sum = [...body].reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3), 0)
  return (10 - (sum % 10)) % 10
}

/** `each` sentences of every template; the same for the same seed. */
export function makeSentences(seed: number, each: number): AnnotatedText[] {
  const random = new Random(seed)
  return languages.flatMap((language) =>
    templates[language].flatMap((template, index) =>
      Array.from({ length: each }, (_, time) =>
        fill(template, { language, random, id: `${language}-${index}-${time}` }),
      ),
    ),
  )
}

/** As many of what only looks personal. */
export function makeHarmless(seed: number, each: number): AnnotatedText[] {
  const random = new Random(seed)
  return languages.flatMap((language) =>
    harmless[language].flatMap((template, index) =>
      Array.from({ length: each }, (_, time) => {
        const text = template
          .replace(/[#*]/g, (mark) => (mark === '#' ? random.digits(1) : random.hex(1)))
          .replace(/(\d{12})§/, (_, body: string) => body + articleCheck(body))
        return {
          id: `${language}-harmless-${index}-${time}`,
          source: `own-${language}`,
          text,
          entities: [],
          scope,
        }
      }),
    ),
  )
}

function fill(
  template: string,
  { language, random, id }: { language: Language; random: Random; id: string },
): AnnotatedText {
  const entities: AnnotatedText['entities'] = []
  let text = ''
  for (const piece of template.split(/(\{[A-Z_]+\})/)) {
    const type = /^\{([A-Z_]+)\}$/.exec(piece)?.[1]
    if (type === undefined) {
      text += piece
      continue
    }
    const value = makeValue(type, language, random)
    entities.push({ type, start: text.length, end: text.length + value.length, value })
    text += value
  }
  return { id, source: `own-${language}`, text, entities, scope }
}

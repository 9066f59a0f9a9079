/** Finds the word beside a number that tells what the number is: `SSN`, `phone`, `Konto`. */
import type { TextView } from './text-view.ts'
import { behindEscape, isWordAt, isWordIn } from './word-bytes.ts'

/** What a word says about the number beside it; `id`: that it names a thing, such as an order or a parcel. */
export type Meaning =
  | 'phone'
  | 'ssn'
  | 'card'
  | 'account'
  | 'routing'
  | 'device'
  | 'vehicle'
  | 'plate'
  | 'wallet'
  | 'birth'
  | 'version'
  | 'id'
  | 'party'
  | 'other'

/** How far to the left of a number a word may stand, in bytes. */
export const wordReach = 48

const vocabulary: Record<Meaning, string> = {
  phone:
    'phone phones telephone tel telno mobile mob cell cellphone cellular fax telefax call calling called dial sms ' +
    'whatsapp hotline voicemail answering reachable reached contact desk callback office text txt contact ' +
    'telefon telefonnummer rufnummer mobil mobilnummer mobiltelefon handy handynummer anrufen anruf ruf rufe ' +
    'rückruf erreichbar telefonisch durchwahl kontakt ' +
    'téléphone telephone portable appelle appelez appeler joindre joignable télécopie ' +
    'teléfono telefono móvil movil celular llama llame llamar localizable ' +
    'contacto contactar contatto contattare contacter contato telefonu telefonie komórka komórkowy komórkowego kom zadzwoń ' +
    'dzwoń dzwonić kontaktowy ' +
    'cellulare chiama chiamare chiamate raggiungibile recapito ' +
    'telefone telemóvel ligue ligar telefoon telefoonnummer mobiel gsm bel bellen bereikbaar bereiken ' +
    'handphone κινητό κιν τηλ τηλέφωνο τηλεφώνου Κινητό Κιν Τηλ Τηλέφωνο ' +
    'tlf tlfn puhelin puh telefonszám telefonas telefonu číslo телефон телефону тел Тел Телефон моб ' +
    'फोन मोबाइल هاتف جوال 电话 電話 手机 手機 号码 號碼 座机 전화 연락처 휴대 携帯',
  ssn: 'ssn ssns social socialsecurity ss',
  card:
    'card cards cardnumber cc pan creditcard visa mastercard amex maestro discover diners kreditkarte kreditkartennummer ' +
    'karte kartennummer carte tarjeta carta cartão cartao kaart karta karty kartą kartę 卡号 用卡',
  version: 'version versions ver v rev release build firmware software section chapter clause',
  id:
    'id ids ref reference order orderid orderno ordernumber invoice ticket case serial tracking trackingid ' +
    'trackingnumber parcel shipment transaction po isbn issn ean gtin upc sku uuid timestamp epoch ' +
    'txn batch lot sn serialnumber job contract meter campaign item article listing ' +
    'rechnung rechnungsnummer rechnungsnr bestellung bestellnummer bestellnr auftrag auftragsnummer auftragsnr sendung ' +
    'sendungsnummer sendungsnr beleg belegnummer belegnr vorgang vorgangsnummer vorgangsnr transaktion transaktionsnummer ' +
    'vertrag vertragsnummer vertragsnr aktenzeichen zähler zählernummer zählernr artikel artikelnummer artikelnr ' +
    'lieferschein lieferscheinnummer charge chargennummer seriennummer seriennr kampagne suivi contrat contrato contratto ' +
    'lote lotto commande facture pedido ' +
    'factura ordine fattura fatura bestelling factuur zamówienie zamówienia faktura faktury przesyłka encomenda ' +
    'spedizione envío envio zending pakket colis paquete pacco',
  account:
    'account accounts acct accountnumber bankaccount checking savings konto kontonummer kontonr kto ktonr ktonummer bankkonto bankverbindung ' +
    'compte cuenta conto conta rekening rekeningnummer bankrekening rachunek konta 口座 账号 账户',
  routing: 'routing aba rtn transit sort sortcode bsb blz bankleitzahl ifsc micr institution',
  device: 'imei imeisv',
  vehicle:
    'vin chassis fahrgestellnummer fahrgestell fin châssis bastidor telaio chassisnummer nadwozia fahrzeugidentnummer',
  plate:
    'plate plates licenseplate numberplate registration reg vehicle kennzeichen autokennzeichen amtliches ' +
    'immatriculation immatriculé immatriculée plaque matrícula matricula placa targa targato kenteken kentekenplaat ' +
    'rejestracyjny rejestracyjna plaka plakalı plakası regnr registreringsnummer',
  wallet:
    'wallet bitcoin btc eth ethereum crypto litecoin ltc dogecoin doge ripple xrp tron trx usdt usdc solana sol phantom monero xmr stellar xlm lumens ' +
    'cardano ada cryptowallet geldbörse portefeuille monedero billetera portafoglio carteira portfel',
  birth:
    'born birth birthdate birthday dateofbirth dob bday geboren geb geburtsdatum geburtstag geburt né née nee naissance ' +
    'nació naciste nací nacieron nacido nacida nacimiento nac nato nata nascita nascido nascida nascimento geboortedatum geboorte geboortedag ' +
    'urodzony urodzona urodzenia ur doğum født fødselsdato född födelsedatum syntymäaika narozen narozena narození ' +
    'született születési 生年月日 出生',
  party:
    'claim policy member patient mrn customer kundennummer kundennr kunde klantnummer client cliente mitgliedsnummer ' +
    'mitgliedsnr',
  other:
    'passport license licence iban bic zip amount total vat tax ein tin steuernummer time date price omb',
}
/** Words that may stand between a telling word and its number: `order number is 4711`. */
const fillers = 'no nr num number numbers nummer numéro numero número is ist'
/** Words before `registration` that say what is registered. */
const registered = 'company business corporate commercial trade charity vat gst tax student voter'

/** `geb`, `nac`, `tel`; `born` is a word, and may end a sentence. */
const longestAbbreviation = 3
const hashSeed = 0x811c9dc5
const lineFeed = 0x0a
const space = 0x20
const fullStop = 0x2e
const semicolon = 0x3b
const meanings = new Map<number, Meaning>()
for (const [meaning, words] of Object.entries(vocabulary) as [Meaning, string][]) {
  for (const word of words.split(' ')) meanings.set(hashText(word), meaning)
}
const fillerHashes = new Set(fillers.split(' ').map(hashText))
const companyHashes = new Set(registered.split(' ').map(hashText))

/** 1 where words that tell something may begin, end and be as long: of most words a look here says that they do not. */
const listed = new Uint8Array(1 << 13)
for (const words of Object.values(vocabulary)) {
  for (const word of words.split(' ')) {
    const bytes = new TextEncoder().encode(word)
    listed[looksOf(bytes, 0, bytes.length)] = 1
  }
}

/** First and last byte, as small letters have them, and length. */
function looksOf(bytes: Uint8Array, start: number, end: number): number {
  const first = bytes[start]! & 0x1f
  const last = bytes[end - 1]! & 0x1f
  return (((first << 5) ^ (last << 3) ^ last) * 8 + end - start) & (listed.length - 1)
}

/** The meaning of the nearest telling word left of `at`, on the same line; null when none stands there. */
export function wordBefore(text: TextView, at: number, reach: number = wordReach): Meaning | null {
  const { told } = text
  if (told.at !== at || told.reach !== reach) {
    told.meaning = readBefore(text, at, reach)
    told.at = at
    told.reach = reach
  }
  return told.meaning
}

function readBefore({ bytes, start, untold }: TextView, at: number, reach: number): Meaning | null {
  const farthest = Math.max(start, at - reach)
  let position = at
  while (position > farthest) {
    position = untold.pass(bytes, position)
    if (position <= farthest) break
    const byte = bytes[position - 1]!
    if (byte === lineFeed) break
    position--
    if (!isWordAt(bytes, position)) continue
    const end = position + 1
    let all = byte
    while (position > farthest && isWordAt(bytes, position - 1)) all |= bytes[--position]!
    // A word cut off by the reach is no word: its meaning must not depend on where the reach happens to end.
    if (position === at - reach) {
      untold.note(bytes, end, at)
      return null
    }
    const isListed = listed[looksOf(bytes, position, end)] === 1
    const known = isListed ? meanings.get(hashBytes(bytes, position, end)) : undefined
    const meaning =
      known ??
      meaningBehindEscape(bytes, position, end) ??
      (all < 0x80 ? null : meaningOfPairs(bytes, position, end))
    if (meaning !== null) {
      untold.note(bytes, end, at)
      return meaning === 'plate' && isOfCompany(bytes, position, at - reach) ? 'other' : meaning
    }
  }
  untold.note(bytes, position, at)
  return null
}

/** `company registration number`: what is registered is no vehicle. The word ends right before `at`, over one space or hyphen. */
function isOfCompany(bytes: Uint8Array, at: number, farthest: number): boolean {
  const end = at - 1
  let start = end
  while (start > farthest && start > 0 && isWordAt(bytes, start - 1)) start--
  return start > farthest && start < end && companyHashes.has(hashBytes(bytes, start, end))
}

/** True where a word of this meaning stands left of `at`, on the same line and in the same sentence. */
export function hasWordBefore(text: TextView, at: number, meaning: Meaning): boolean {
  const { bytes } = text
  const farthest = Math.max(text.start, at - wordReach)
  if (text.untold.covers(bytes, at, farthest)) return false
  let position = at
  while (position > farthest) {
    const byte = bytes[--position]!
    if (byte === lineFeed || byte === semicolon) return false
    const isStop = byte === fullStop && bytes[position + 1] === space && position + 2 < at
    if (isStop && !isAbbreviation({ bytes, at, farthest }, position)) return false
    if (!isWordAt(bytes, position)) continue
    const end = position + 1
    while (position > farthest && isWordAt(bytes, position - 1)) position--
    if (position === at - wordReach) return false
    if (meanings.get(hashBytes(bytes, position, end)) === meaning) return true
    if (meaningBehindEscape(bytes, position, end) === meaning) return true
    if (meaningOfPairs(bytes, position, end) === meaning) return true
  }
  return false
}

/** `geb. am`: so short a word that tells something and ends in a full stop ends no sentence. */
function isAbbreviation(
  { bytes, at, farthest }: { bytes: Uint8Array; at: number; farthest: number },
  stop: number,
): boolean {
  let start = stop
  while (start > farthest && isWordAt(bytes, start - 1)) start--
  const isCut = start === at - wordReach
  return !isCut && stop - start <= longestAbbreviation && meanings.has(hashBytes(bytes, start, stop))
}

/** The meaning of the word that stands right before `at`, over fillers; null when that word tells nothing. */
export function wordRightBefore(text: TextView, at: number): Meaning | null {
  const { bytes } = text
  const farthest = Math.max(text.start, at - wordReach)
  let end = at
  while (end > farthest) {
    const byte = bytes[end - 1]!
    if (byte === lineFeed) return null
    if (!isWordAt(bytes, end - 1)) {
      end--
      continue
    }
    let start = end
    while (start > farthest && isWordAt(bytes, start - 1)) start--
    // As in `wordBefore`: what the reach cuts off is no word.
    if (start === at - wordReach) return null
    const hash = hashBytes(bytes, start, end)
    if (!fillerHashes.has(hash))
      return meanings.get(hash) ?? meaningBehindEscape(bytes, start, end) ?? meaningOfPairs(bytes, start, end)
    end = start
  }
  return null
}

/** The meaning of the word right behind `at`, over one space or opening bracket. */
export function wordAfter(text: TextView, at: number): Meaning | null {
  let start = at
  while (start < at + 2 && (text.byte(start) === 0x20 || text.byte(start) === 0x28)) start++
  if (start === at) return null
  let end = start
  while (end < start + 16 && isWordIn(text, end)) end++
  if (end === start || end === start + 16) return null
  return meanings.get(hashBytes(text.bytes, start, end)) ?? meaningOfPairs(text.bytes, start, end)
}

/** `Eva\\nSSN`: the letter of a written line end belongs to no word. */
function meaningBehindEscape(bytes: Uint8Array, start: number, end: number): Meaning | null {
  const from = behindEscape(bytes, start)
  return from > start && from < end ? (meanings.get(hashBytes(bytes, from, end)) ?? null) : null
}

/** Chinese, Japanese and Korean write no spaces between words: every pair of characters, three bytes each, may be one. */
function meaningOfPairs(bytes: Uint8Array, start: number, end: number): Meaning | null {
  for (let from = end - 6; from >= start; from--) {
    if (!isIdeograph(bytes[from]!) || !isIdeograph(bytes[from + 3]!)) continue
    const pair = meanings.get(hashBytes(bytes, from, from + 6))
    if (pair) return pair
  }
  return null
}

function isIdeograph(leadByte: number): boolean {
  return leadByte >= 0xe3 && leadByte <= 0xed
}

/** Words are compared by hash, without making strings, and from their last byte on, as they are met going left. */
function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let hash = hashSeed
  for (let index = end - 1; index >= start; index--) hash = mix(hash, bytes[index]!)
  return hash
}

function hashText(word: string): number {
  const bytes = new TextEncoder().encode(word)
  return hashBytes(bytes, 0, bytes.length)
}

/** One step of 32-bit FNV-1a. */
function mix(hash: number, byte: number): number {
  const lower = byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte
  return Math.imul(hash ^ lower, 0x01000193)
}

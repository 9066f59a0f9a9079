/** Reads from the name of a field what its value is: `cardNumber` holds a card, `order_id` the name of a thing. */

/** What a field's name says about a number in it; `id`: that it names a thing, a moment or a version. */
export type KeyMeaning = 'card' | 'ssn' | 'phone' | 'iban' | 'id'

// The words are few on purpose: a dictionary of field names takes this list's place when the analyzer reads keys itself.
const vocabulary: Record<KeyMeaning, string> = {
  card:
    'card cards cc pan creditcard debitcard visa mastercard amex kreditkarte kreditkartennummer karte kartennummer ' +
    'carte tarjeta carta cartao kaart kaartnummer',
  ssn: 'ssn ssns social socialsecurity taxid tin itin',
  phone:
    'phone phones telephone tel mobile cell cellphone fax msisdn whatsapp telefon telefonnummer rufnummer mobil ' +
    'mobilnummer handy handynummer telefono telefone telefoon telefoonnummer',
  iban: 'iban ibans',
  id:
    'id ids uid uids uuid guid identifier ref refs reference sku ean gtin upc isbn asin imei iccid serial tracking ' +
    'waybill parcel shipment barcode order orders invoice transaction batch ' +
    'lot timestamp ts time epoch at millis micros nanos version build revision rev sha md hash checksum digest ' +
    'etag nonce seq sequence cursor session referer bestellnummer auftragsnummer rechnungsnummer sendungsnummer ' +
    'kundennummer vertragsnummer',
}

/** Words that leave it to the word before them, or to the key above, what they are of. */
const fillers = new Set(['number', 'numbers', 'no', 'nr', 'num', 'value', 'code', 'digits'])
/** What a word written in one may end in: `cardnumber`, `trackingno`. */
const gluedFillers = ['number', 'num', 'no', 'nr']
/** Words in `id` or `ids` that are not, like `orderid` and `gclid`, the id of something. */
const notIds = new Set([
  'paid',
  'prepaid',
  'unpaid',
  'bid',
  'bids',
  'grid',
  'grids',
  'kids',
  'valid',
  'invalid',
])

const meanings = new Map<string, KeyMeaning>()
for (const [meaning, words] of Object.entries(vocabulary) as [KeyMeaning, string][]) {
  for (const word of words.split(' ')) meanings.set(word, meaning)
}

/** Longer names are data themselves. */
const maxKeyLength = 64

/**
 * What the last key of a path such as `customer.cards[0].number` says, or, where it is a mere `number`, the key above
 * it; null where it says nothing. A field that is called `no` and nothing else names a thing.
 */
export function keyMeaning(path: string): KeyMeaning | null {
  const last = lastKey(path, path.length)
  if (last === null) return null
  const own = readKey(path.slice(last.start, last.end))
  if (own !== 'filler') return own
  const above = lastKey(path, last.from)
  const meaning = above === null ? null : readKey(path.slice(above.start, above.end))
  if (meaning !== null && meaning !== 'filler') return meaning
  const name = path.slice(last.start, last.end).toLowerCase()
  return name === 'no' || name === 'nr' ? 'id' : null
}

/** Where the key that ends before `end` stands, indexes such as `[12]` left out, and where the path above it ends. */
function lastKey(path: string, end: number): { start: number; end: number; from: number } | null {
  let at = end
  while (at > 0) {
    if (path[at - 1] === '.') at -= 1
    else if (path[at - 1] !== ']') {
      const start = Math.max(path.lastIndexOf('.', at - 1), path.lastIndexOf(']', at - 1)) + 1
      return { start, end: at, from: start }
    } else {
      const open = path.lastIndexOf('[', at - 1)
      if (open < 0) return null
      if (isName(path, open + 1)) return { start: open + 1, end: at - 1, from: open }
      at = open
    }
  }
  return null
}

/** False for an index, an empty pair of brackets, and a wildcard. */
function isName(path: string, at: number): boolean {
  const code = path.charCodeAt(at)
  return code === quote || isLetterCode(code)
}

/** The rightmost word that is no filler decides: `card_id` is an id, `order_note` may hold anything. */
function readKey(key: string): KeyMeaning | 'filler' | null {
  if (key.length > maxKeyLength) return null
  const words = wordsOf(key)
  if (words.length === 0) return null
  while (fillers.has(words.at(-1) ?? '')) words.pop()
  const last = words.at(-1)
  return last === undefined ? 'filler' : (meanings.get(words.join('')) ?? readWord(last))
}

function readWord(word: string): KeyMeaning | null {
  const meaning = meanings.get(word)
  if (meaning !== undefined) return meaning
  for (const filler of gluedFillers) {
    if (word.endsWith(filler)) return meanings.get(word.slice(0, -filler.length)) ?? null
  }
  return (word.endsWith('id') || word.endsWith('ids')) && !notIds.has(word) ? 'id' : null
}

/** Splits `order_id`, `order-id`, `orderId`, `OrderID2` into `order` and `id`. */
function wordsOf(key: string): string[] {
  const words: string[] = []
  let start = -1
  for (let at = 0; at <= key.length; at += 1) {
    const isLetter = at < key.length && isLetterCode(key.charCodeAt(at))
    if (start >= 0 && (!isLetter || beginsWord(key, at))) {
      words.push(key.slice(start, at).toLowerCase())
      start = -1
    }
    if (isLetter && start < 0) start = at
  }
  return words
}

/** A capital behind a small letter, or the last of several capitals: `order|Id`, `SSN|Number`. */
function beginsWord(key: string, at: number): boolean {
  if (!isCapital(key.charCodeAt(at))) return false
  const next = key.charCodeAt(at + 1)
  return !isCapital(key.charCodeAt(at - 1)) || (isLetterCode(next) && !isCapital(next))
}

const quote = 0x22

function isCapital(code: number): boolean {
  return code >= 0x41 && code <= 0x5a
}

function isLetterCode(code: number): boolean {
  return isCapital(code) || (code >= 0x61 && code <= 0x7a) || code >= 0x80
}

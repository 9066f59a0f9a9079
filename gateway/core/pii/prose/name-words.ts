/** Tells by the words of a short value whether it may be somebody's name, where its field says that it can be one. */
import type { TextWindow } from '../entity.ts'
import { type HashedList, ListTable } from './model.ts'
import { hashWord } from './tokens.ts'
import { ANY_NAME, CITY, COMMON, FIRST, LAST, NAME } from './word-look.ts'

const fewestWords = 2
const mostWords = 3
const decoder = new TextDecoder()

/** Words that no list of usual ones has, and nobody is called by. */
const things: ReadonlySet<string> = new Set(
  (
    'kundenservice kundendienst hotline zentrale empfang buchhaltung altstadt neustadt innenstadt filiale praxis kanzlei werkstatt ' +
    'apotheke bäckerei metzgerei friseur salon gasthof hotel restaurant café bistro pizzeria reisebüro autohaus verwaltung ' +
    'rezeption anfrage bestellung lieferung rechnung newsletter helpdesk frontdesk reception switchboard webshop onlineshop ' +
    'widget widgets caller mailbox postfach briefkasten accueil comptabilité boutique mairie librairie boulangerie cabinet ' +
    'recepción contabilidad tienda farmacia ayuntamiento negozio ufficio segreteria comune balie receptie winkel ' +
    'klantenservice gemeente apotheek bakkerij unbekannt anonym inconnu desconocido sconosciuto onbekend'
  ).split(' '),
)

export class NameWords {
  readonly #lists: ListTable

  constructor(lists: readonly HashedList[]) {
    this.#lists = new ListTable(lists)
  }

  /**
   * True for two or three words of which none is a mere word, a town or a thing. That a list knows them is not asked:
   * most names in the world are on none.
   */
  mayBeName({ bytes, start, end }: TextWindow): boolean {
    const words = decoder
      .decode(bytes.subarray(start, end))
      .toLowerCase()
      .split(/[\s,]+/u)
      .map((word) => word.replaceAll(/^\P{L}+|\P{L}+$/gu, ''))
      .filter((word) => word.length > 1)
    if (words.length < fewestWords || words.length > mostWords) return false
    if (words.some((word) => things.has(word))) return false
    const lists = words.map((word) => this.#lists.bitsOf(hashWord(word)))
    if (lists.some((bits) => isMereWord(bits) || isMereTown(bits))) return false
    // `Red Cross`, `Black Friday`: a name hardly has two words of which each is common.
    return lists.filter((bits) => (bits & COMMON) !== 0).length < 2 && !isDoubtful(lists[0]!)
  }
}

function isMereWord(bits: number): boolean {
  return (bits & COMMON) !== 0 && (bits & (FIRST | ANY_NAME)) === 0
}

function isMereTown(bits: number): boolean {
  return (bits & CITY) !== 0 && (bits & (FIRST | LAST)) === 0
}

/** What begins a name is a first name, a family's or unknown: `Marketing` is a name of another kind. */
function isDoubtful(first: number): boolean {
  return (first & COMMON) !== 0 && (first & NAME) !== 0 && (first & (FIRST | LAST)) === 0
}

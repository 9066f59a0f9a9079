/** Tells names of companies and places from those of people, by a word at their end or beginning: `GmbH`, `S.A.`, `Café` */
import { Buffer } from 'node:buffer'
import { beginsWithWord, endsWithWord, type ShapeCounts } from './shape-counts.ts'

/** Legal forms and words that end the names of organisations (ISO 20275 list of entity legal forms, the common ones). */
const endings = (
  'gmbh ag kg ohg ug gbr mbh e.v. ev eg ltd ltd. limited plc llc llp inc inc. corp corp. corporation company co co. group ' +
  'holding holdings sa s.a. sas sarl s.a.r.l. eurl spa s.p.a. srl s.r.l. sl s.l. slu bv b.v. nv n.v. vof ab a.b. oy oyj as a/s ' +
  'aps lda ltda se sp.k. s.c. s.r.o. a.s. kft zrt doo d.o.o. oü uab sia pty pvt bank university universität ' +
  'hospital klinik school foundation stiftung verein institute association team support department ' +
  'airport flughafen aéroport aeropuerto aeroporto warehouse café hotel restaurant'
).split(' ')
/** Words that begin the names of places, before one more: no given names. */
const beginnings =
  'café cafe hotel hôtel restaurant warehouse lagerhaus filiale flughafen bahnhof depot entrepôt almacén magazzino'
    .split(' ')
    .map((beginning) => Buffer.from(beginning))

/** By their last byte as a small letter has it, since most values end in none of them. */
const byLastByte: readonly (readonly Uint8Array[])[] = Array.from({ length: 256 }, (_, last) =>
  endings.map((ending) => Buffer.from(ending)).filter((bytes) => ((bytes.at(-1) as number) | 0x20) === last),
)

export function isOrganisation(value: ShapeCounts): boolean {
  if (value.words === 2 && beginnings.some((beginning) => beginsWithWord(value, beginning))) return true
  const last = (value.bytes[value.to - 1] ?? 0) | 0x20
  return (byLastByte[last] as readonly Uint8Array[]).some((ending) => endsWithWord(value, ending))
}

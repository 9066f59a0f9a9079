/** Finds what a document names before any of it is read, so that a name becomes the same wherever it stands. */
import { Buffer } from 'node:buffer'
import type { Steps } from '../content/steps.ts'
import { KiB } from '../units.ts'
import { DocumentNames, type NamesOf } from './document-names.ts'
import { nameKindOf, namingTags } from './named-things.ts'
import { roleOfPart } from './office-parts.ts'
import type { OfficeFamily } from './office-words.ts'
import { decodedValue } from './xml-value.ts'

/** Looked through in under a millisecond. */
const stretch = 64 * KiB
/** A start tag that is longer than this names nothing. */
const overlap = 4 * KiB

/** Cells and records have no names in them; a sheet says at its beginning what macros call it. */
const nameless = /^xl\/(?:sharedStrings|pivotCache\/pivotCacheRecords\d*)\.xml$/iu
const onlyBeginning = /^xl\/worksheets\//iu

const attribute = /([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/gu

interface Named {
  parts: ReadonlyMap<string, Uint8Array>
  family: OfficeFamily
}

/** A name that is missed here is still replaced where it stands. @throws GatewayError CONTENT_MALFORMED */
export function* findNames({ parts, family }: Named, of: NamesOf): Steps<DocumentNames> {
  const names = new DocumentNames(of)
  const tags = namingTags(family)
  let start = 0
  let hasMacros = false
  for (const [name, bytes] of parts) {
    const role = roleOfPart(name, bytes)
    hasMacros ||= role.does === 'count' && role.kind === 'macros'
    const until = onlyBeginning.test(name) ? Math.min(stretch, bytes.length) : bytes.length
    if (role.does === 'read' && !nameless.test(name))
      for (let from = 0; from < until; from += stretch) {
        const text = Buffer.from(
          bytes.buffer,
          bytes.byteOffset + from,
          Math.min(stretch + overlap, bytes.length - from),
        )
        for (const tag of text.toString('utf8').matchAll(tags))
          addNames(tag, { family, names, offset: start })
        yield
      }
    start += bytes.length
  }
  while (names.settleSome()) yield
  names.refuseMacros(hasMacros)
  return names
}

function addNames(
  [, element = '', attributes = '']: RegExpExecArray,
  { family, names, offset }: { family: OfficeFamily; names: DocumentNames; offset: number },
): void {
  for (const [, name = '', inDouble, inSingle] of attributes.matchAll(attribute)) {
    const kind = nameKindOf(family, element, name.slice(name.indexOf(':') + 1))
    if (kind !== null) names.add(decodedValue(inDouble ?? inSingle ?? ''), kind, offset)
  }
}

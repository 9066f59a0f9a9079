/** Holds a blank picture, to stand where a document has a picture of its first page. */
import { Buffer } from 'node:buffer'
import { fileKindOf } from './file-kind.ts'
import { roleOfPart } from './office-parts.ts'

/** One white pixel each. */
const blankPng = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABAQAAAAA3bvkkAAAACklEQVQI12NoAAAAggCB3UNq9AAAAABJRU5ErkJggg==',
  'base64',
)
const blankJpeg = Buffer.from(
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeXBkeFxlZ2P/wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAB//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AQH//2Q==',
  'base64',
)

/** A picture of the first page shows what was changed in it; null where a part of the document is none. */
export function blankFor(name: string, parts: ReadonlyMap<string, Uint8Array>): Uint8Array | null {
  const bytes = parts.get(name)
  const isThumbnail = bytes !== undefined && roleOfPart(name, bytes).does === 'thumbnail'
  return isThumbnail ? blankLike(bytes) : null
}

/** A picture of what stands in the document was taken before its words were changed. */
export function blanked(picture: Uint8Array): { body: Uint8Array; stripped: boolean } {
  const blank = blankLike(picture)
  const isBlank = Buffer.from(picture).equals(blank)
  return { body: isBlank ? picture : blank, stripped: !isBlank }
}

/** In the format of the picture in whose place it stands, or in the one that all programs read. */
function blankLike(picture: Uint8Array): Uint8Array {
  return fileKindOf(picture) === 'jpeg' ? blankJpeg : blankPng
}

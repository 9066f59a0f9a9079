/** Tells whether a number is a part of a file's name in a text: `card_4111…_front.jpg`, `+491712345678_20241120.mp3`. */
import { asciiBytes, isAlphanumeric } from './bytes.ts'
import type { TextView } from './text-view.ts'

const DOT = 0x2e
/** Longer names are made by programs. */
const longest = 64
const inName = new Set(asciiBytes('_-+.'))
/** What people name after someone: documents, pictures, recordings, letters, tables, contacts. */
const extensions: ReadonlySet<string> = new Set(
  (
    'pdf doc docx odt rtf txt xls xlsx ods csv ppt pptx jpg jpeg png gif tif tiff heic webp bmp mp3 wav m4a amr ogg opus ' +
    'aac mp4 mov avi mkv 3gp eml msg vcf ics zip 7z rar xml json html htm'
  ).split(' '),
)
const longestExtension = 4

/** True where the characters from `at` on are the rest of such a name. */
export function isInFileName(text: TextView, at: number): boolean {
  let end = at
  while (end < at + longest && (isAlphanumeric(text.byte(end)) || inName.has(text.byte(end)))) end++
  // The full stop of a sentence.
  if (text.byte(end - 1) === DOT) end--
  let extension = ''
  let position = end
  while (position > at && extension.length < longestExtension && isAlphanumeric(text.byte(position - 1)))
    extension = String.fromCharCode(text.byte(--position)) + extension
  return text.byte(position - 1) === DOT && extensions.has(extension.toLowerCase())
}

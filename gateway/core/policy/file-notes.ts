/** Says in words what was done with files: the journal's notes, for a person. */
import type { FileNote } from '../content/inspector.ts'

const sentences: Readonly<Record<FileNote, string>> = {
  'opaque:image': 'A picture: nobody here reads what is on it.',
  'opaque:archive': 'An archive: it is not opened.',
  'opaque:pdf': 'A PDF: no program that reads it keeps to a bound of time and memory, so it is not opened.',
  'opaque:macros': 'Macros in an office document: its text was read, they were not.',
  'opaque:embedded': 'An object inside an office document that is not opened.',
  'opaque:large': 'An office document or archive that is longer than what is held of a body.',
  'opaque:locked': 'A file under a password.',
  'opaque:binary': 'Content of a kind that nobody here knows.',
  'metadata-stripped': 'Who made a file, where or with what was taken out of it.',
  'metadata-kept':
    'A picture of a kind from which nothing is taken out kept what it says of who made it, and where.',
  signed: 'A document is signed: what would have been changed in it was kept.',
  'signed-metadata': 'A document is signed: who made it was kept in it.',
  'base64-large': 'A file in JSON that is longer than what is held of a body.',
}

/** null for a note that is not about files. */
export function explainFileNote(note: string): string | null {
  return Object.hasOwn(sentences, note) ? sentences[note as FileNote] : null
}

/** True for a note that says of a part of the body, or of all of it, that nobody looked into it. */
export function isUnreadNote(note: string): boolean {
  return note === 'unread' || note.startsWith('opaque') || note === 'base64-large'
}

/** Says by its first bytes what kind of file something is. */

/** `other`: a known kind of binary data or an unknown one; what is text is no file here. */
export type FileKind = 'jpeg' | 'png' | 'webp' | 'heic' | 'image' | 'package' | 'pdf' | 'other'

/** What the journal calls what was found, or was not looked into. */
export type ContentKind = 'image' | 'archive' | 'pdf' | 'macros' | 'embedded' | 'large' | 'locked' | 'binary'

/** WHATWG MIME Sniffing §6.1; ISO 14496-12 §4.3 for what begins with `ftyp`; PKWARE APPNOTE 4.3.7; ISO 32000 §7.5.2. */
export function fileKindOf(sample: Uint8Array): FileKind {
  if (begins(sample, 'PK\x03\x04')) return 'package'
  if (begins(sample, '\xff\xd8\xff')) return 'jpeg'
  if (begins(sample, '\x89PNG\r\n\x1a\n')) return 'png'
  if (begins(sample, 'RIFF') && begins(sample, 'WEBP', 8)) return 'webp'
  if (begins(sample, 'ftyp', 4) && heifBrands.some((brand) => begins(sample, brand, 8))) return 'heic'
  if (begins(sample, '%PDF-')) return 'pdf'
  return otherImages.some((mark) => begins(sample, mark)) ? 'image' : 'other'
}

/** How the journal calls a file that was not looked into. */
export function contentKindOf(kind: FileKind): ContentKind {
  switch (kind) {
    case 'jpeg':
    case 'png':
    case 'webp':
    case 'heic':
    case 'image':
      return 'image'
    case 'package':
      return 'archive'
    case 'pdf':
      return 'pdf'
    case 'other':
      return 'binary'
  }
}

/** ISO 23008-12 annex B, and AV1 Image File Format §10. */
const heifBrands = ['heic', 'heix', 'heim', 'heis', 'hevc', 'mif1', 'msf1', 'avif', 'avis']

const otherImages = ['GIF87a', 'GIF89a', 'II*\x00', 'MM\x00*']

function begins(sample: Uint8Array, mark: string, at = 0): boolean {
  for (let i = 0; i < mark.length; i++) if (sample[at + i] !== mark.charCodeAt(i)) return false
  return true
}

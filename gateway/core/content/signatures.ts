/** Knows the marks with which binary file formats begin. */

/** Stands in a mark for any byte. */
const any = '?'
const latin1 = (text: string) =>
  Array.from(text, (character) => (character === any ? null : character.charCodeAt(0)))

/**
 * WHATWG MIME Sniffing §6 and, where it has none, the "magic" of file(1): what people upload, and archives, images,
 * programs and databases beside, each with enough of its head that no word is one (`BM`, `MZ`). `at` is where it stands.
 */
const signatures = [
  ['PK\x03\x04', 0],
  ['PK\x05\x06', 0],
  ['PK\x07\x08', 0],
  ['\x1f\x8b\x08', 0],
  ['BZh?1AY&SY', 0],
  ['\xfd7zXZ\x00', 0],
  ['\x28\xb5\x2f\xfd', 0],
  ['7z\xbc\xaf\x27\x1c', 0],
  ['Rar!\x1a\x07', 0],
  ['ustar', 257],
  ['!<arch>\n', 0],
  ['\x89PNG\r\n\x1a\n', 0],
  ['\xff\xd8\xff', 0],
  ['GIF87a', 0],
  ['GIF89a', 0],
  ['BM????\x00\x00\x00\x00', 0],
  ['II*\x00', 0],
  ['MM\x00*', 0],
  ['RIFF????WAVE', 0],
  ['RIFF????WEBP', 0],
  ['RIFF????AVI ', 0],
  ['\x00???ftyp', 0],
  ['OggS\x00', 0],
  ['fLaC\x00', 0],
  ['ID3\x02\x00', 0],
  ['ID3\x03\x00', 0],
  ['ID3\x04\x00', 0],
  ['\x1a\x45\xdf\xa3', 0],
  ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 0],
  ['SQLite format 3\x00', 0],
  ['\x7fELF', 0],
  ['\xca\xfe\xba\xbe', 0],
  ['\x00asm', 0],
  ['wOFF\x00\x01', 0],
  ['wOF2\x00\x01', 0],
  ['PAR1\x15', 0],
  ['\xde\x12\x04\x95', 0],
  ['\x95\x04\x12\xde', 0],
  ['?\r\r\n\x00', 0],
  ['\x1a\x01', 0],
  ['\x1e\x02', 0],
].map(([mark, at]) => ({ mark: latin1(mark as string), at: at as number }))

/** Text can begin so too: the caller has seen that the sample holds what no text does. */
export function hasSignature(sample: Uint8Array): boolean {
  return signatures.some(({ mark, at }) => mark.every((byte, i) => byte === null || sample[at + i] === byte))
}

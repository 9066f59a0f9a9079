/** Reduces a path to what the journal may keep: which kind of thing was asked for, never which one. */

const standIn = '{…}'
const maxSegments = 16
/** Longer words than this are identifiers or file names that say too much. */
const maxSegmentLength = 32

/**
 * Replaces every segment that could name one person or thing by `{…}`: whatever holds digits, escapes, anything but
 * letters and `. _ - : $`, looks random, or is long. An API's version (`v1`, `v1beta2`) names nobody and stays.
 */
export function pathTemplate(path: string): string {
  if (path === '*' || path === '') return path
  const segments = path.split('/', maxSegments + 2)
  const shown = segments.slice(0, maxSegments + 1).map((segment) => (isPlain(segment) ? segment : standIn))
  if (segments.length > maxSegments + 1) shown.push('…')
  return shown.join('/')
}

function isPlain(segment: string): boolean {
  if (segment === '' || /^v\d{1,2}(?:\.\d{1,2})?(?:(?:alpha|beta)\d{0,2})?$/.test(segment)) return true
  if (segment.length > maxSegmentLength || !/^[A-Za-z._:$-]+$/.test(segment)) return false
  // Words of eight letters from a to f alone are hexadecimal identifiers far more often than words.
  return !/^[a-f]{8,}$/i.test(segment) && !looksRandom(segment)
}

/**
 * Letters drawn at random turn from small to capital more often than every fourth letter, or hold several runs of
 * capitals that end in a small one; words, camelCase and CONSTANTS seldom do.
 */
function looksRandom(segment: string): boolean {
  if (segment.length < 8) return false
  const wordStarts = segment.match(/[a-z][A-Z]/g)?.length ?? 0
  const capitalRuns = segment.match(/[A-Z]{2,}[a-z]/g)?.length ?? 0
  return wordStarts * 4 >= segment.length || capitalRuns > 1 || !/[aeiouy]/i.test(segment)
}

/** Reduces a path to what the journal may keep: which kind of thing was asked for, never which one. */

/** What stands for a segment that is not told. */
export const hiddenSegment = '{…}'
const maxSegments = 16
/** The longest words of routes are shorter; what is longer was put together by somebody. */
const maxWordLength = 24

/**
 * Keeps what looks like a word of a route and replaces every other segment by `{…}`: a word is written in small ASCII
 * letters alone, is not long, does not look random, and does not stand where routes name one person. An API's version
 * (`v1`, `v1beta2`) names nobody and stays. What has digits, capitals, hyphens, dots or underscores may be a name, an
 * address, a file or an identifier, and nobody can tell.
 */
export function pathTemplate(path: string): string {
  if (path === '*' || path === '' || plain.has(path)) return path
  const segments = path.split('/', maxSegments + 2)
  const shown = segments
    .slice(0, maxSegments + 1)
    .map((segment, i) => (isWord(segment, segments[i - 1] ?? '') ? segment : hiddenSegment))
  if (segments.length > maxSegments + 1) shown.push('…')
  const template = shown.join('/')
  // The new text, not the old one: that may be a part of a target, which would stay with it.
  if (template === path && plain.size < maxPlain) plain.add(template)
  return template
}

/** Paths that are their own template, so that nobody's data stands in them: each is taken apart once, up to a bound. */
const plain = new Set<string>()
const maxPlain = 1000

/** Behind these stands who is meant, at times by nothing but a first name: `/users/jane`, `/in/jane`. */
export const personSegments: ReadonlySet<string> = new Set(
  (
    'user users member members person persons people profile profiles customer customers client clients contact ' +
    'contacts patient patients employee employees staff guest guests friend friends author authors owner owners ' +
    'accounts student students teacher teachers doctor doctors lead leads subscriber subscribers recipient ' +
    'recipients participant participants attendee attendees applicant applicants candidate candidates tenant tenants ' +
    'resident residents passenger passengers name names mailbox mailboxes in u'
  ).split(' '),
)

function isSmallLetters(text: string): boolean {
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i)
    if (code < 0x61 || code > 0x7a) return false
  }
  return true
}

/** Whether a segment that stands behind `before` is told. */
export function isWord(segment: string, before: string): boolean {
  if (segment === '' || (segment[0] === 'v' && /^v\d{1,2}(?:(?:alpha|beta)\d{0,2})?$/.test(segment)))
    return true
  if (segment.length > maxWordLength || personSegments.has(before) || !isSmallLetters(segment)) return false
  // Words of eight letters from a to f alone are hexadecimal identifiers far more often than words.
  return !/^[a-f]{8,}$/.test(segment) && (segment.length < 6 || /[aeiouy]/.test(segment))
}

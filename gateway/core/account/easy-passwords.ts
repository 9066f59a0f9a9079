/** Says which passwords are the first that somebody tries: repeats, runs, usual words, and names of person and place. */

/** NIST SP 800-63B-4 §3.1.1.2 asks for a blocklist, of words of the context among others. A part of four letters is somebody's name by chance. */
const usualWords = [
  ...[
    'password',
    'passwort',
    'passphrase',
    'kennwort',
    'gatehouse',
    'letmein',
    'welcome',
    'changeme',
    'secret',
  ],
  ...['admin', 'administrator', 'owner', 'auditor', 'contractor', 'iloveyou', 'monkey', 'dragon', 'football'],
  ...['baseball', 'sunshine', 'princess', 'master', 'office', 'summer', 'winter', 'spring', 'autumn'],
]
/** Keys side by side and what is counted or spelled out, there and back. */
const runs = [
  ...['abcdefghijklmnopqrstuvwxyz', '01234567890123456789', 'qwertyuiopasdfghjklzxcvbnm'],
  ...[
    'qwertzuiopasdfghjklyxcvbnm',
    'azertyuiopqsdfghjklmwxcvbn',
    '1q2w3e4r5t6z7u8i9o0p',
    '1q2w3e4r5t6y7u8i9o0p',
  ],
].flatMap((run) => [run, [...run].reverse().join('')])
const leastRun = 4
const leastWord = 4
/** What has to be left once all that is taken out. */
const leastLeft = 8
const leastDifferent = 5

/** @param own names that whoever guesses knows: of the person and of the office */
export function isEasyToGuess(password: string, own: readonly string[]): boolean {
  const plain = password.toLowerCase()
  const names = own.map((name) => name.toLowerCase()).filter(({ length }) => length >= leastWord)
  // With the name in it, the rest is seldom chosen well.
  if (names.slice(0, 1).some((name) => plain.includes(name))) return true
  let left = plain
  for (const word of [...names, ...usualWords]) left = left.replaceAll(word, '')
  left = withoutRuns(left).replaceAll(/(.{2,}?)\1+/gu, '$1')
  return left.length < leastLeft || new Set(left).size < leastDifferent
}

function withoutRuns(text: string): string {
  let left = ''
  for (let at = 0; at < text.length; ) {
    const length = runFrom(text, at)
    if (length < leastRun) left += text.charAt(at)
    at += length < leastRun ? 1 : length
  }
  return left
}

/** The length of the longest run that begins there. */
function runFrom(text: string, at: number): number {
  let length = 1
  while (at + length < text.length && runs.some((run) => run.includes(text.slice(at, at + length + 1))))
    length += 1
  return length
}

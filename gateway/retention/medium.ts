/** Says what kind of disk the data lies on, and what therefore cannot be promised about old blocks. */
import { readFileSync, statSync } from 'node:fs'
import type { ProofStatement } from '../core/retention/proof.ts'

export type Medium = ProofStatement['medium']

/** Never throws: a disk that does not say what it is counts as one that cannot be purged. */
export function mediumOf(folder: string): Medium {
  const kind = kindOf(folder)
  return { kind, statement: statements[kind] }
}

function kindOf(folder: string): Medium['kind'] {
  try {
    const { dev } = statSync(folder)
    // makedev(3) of Linux: the major number in bits 8 to 19, the minor in 0 to 7 and from 20 on.
    const [major, minor] = [(dev >> 8) & 0xfff, (dev & 0xff) | ((dev >> 12) & 0xfff00)]
    const device = `/sys/dev/block/${major}:${minor}`
    for (const place of [device, `${device}/..`]) {
      const flag = readOrNull(`${place}/queue/rotational`)
      if (flag !== null) return flag.trim() === '1' ? 'rotating' : 'flash'
    }
    return 'unknown'
  } catch {
    return 'unknown'
  }
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

/** NIST SP 800-88r1 §2.5: overwriting says nothing about what wear levelling set aside. */
const flash =
  'The medium cannot be purged: flash keeps replaced blocks that no program reaches. What was destroyed is unreadable because its keys are gone; an old copy of the keyring file in such a block would open only together with the old epoch key, which the root key wraps.'

const statements: Readonly<Record<Medium['kind'], string>> = {
  flash,
  rotating:
    'The medium cannot be purged from here: replaced files stay on the platter until their blocks are used again. What was destroyed is unreadable because its keys are gone; an old copy of the keyring file in such a block would open only together with the old epoch key, which the root key wraps.',
  unknown: `The disk does not say what it is. ${flash}`,
}

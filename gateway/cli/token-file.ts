/** Reads which tokens stand in a file of any length, in bounded memory. */
import { createReadStream } from 'node:fs'
import { findTokens } from '../core/restore/find-tokens.ts'
import { usage } from './command.ts'

/** Distinct codes, in order of their appearance. Throws USAGE where the file cannot be read. */
export async function codesInFile(path: string): Promise<string[]> {
  const codes = new Set<string>()
  let rest = Buffer.alloc(0)
  try {
    for await (const chunk of createReadStream(path)) {
      const bytes = Buffer.concat([rest, chunk as Buffer])
      const found = findTokens(bytes, false)
      for (const { code } of found.tokens) codes.add(code)
      rest = bytes.subarray(found.rest)
    }
  } catch {
    throw usage('The file cannot be read.', 'Name a file that is there and may be read.')
  }
  for (const { code } of findTokens(rest, true).tokens) codes.add(code)
  return [...codes]
}

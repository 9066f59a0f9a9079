/** Notes which rules of the network a person confirmed last, so that a start of the box may put them in force without asking. */
import { readFile, rename, writeFile } from 'node:fs/promises'

/** null where nothing was confirmed yet. */
export async function readConfirmed(file: string): Promise<string | null> {
  try {
    const written = (await readFile(file, 'utf8')).trim()
    return /^[0-9a-f]{32}$/.test(written) ? written : null
  } catch {
    return null
  }
}

/** False where it cannot be written: the confirmation itself counts all the same. */
export async function writeConfirmed(file: string, digest: string): Promise<boolean> {
  try {
    await writeFile(`${file}.tmp`, `${digest}\n`, { mode: 0o644 })
    await rename(`${file}.tmp`, file)
    return true
  } catch {
    return false
  }
}

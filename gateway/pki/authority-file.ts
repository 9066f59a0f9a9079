/** Keeps an authority's generations on disk, in one file that is either the old or the new one, never half of each. */
import { X509Certificate } from 'node:crypto'
import { chmod, mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { GatewayError } from '../core/errors.ts'
import { certificatePem } from './certificate.ts'
import { parseExclusions } from './exclusions.ts'
import { excludedNames } from './extensions.ts'
import type { AuthorityKind, Generation } from './generation.ts'

/** A generation with its private key as it lies on disk. */
export interface StoredGeneration extends Generation {
  readonly sealedKey: Buffer
}

export interface StoredAuthority {
  /** Which key the private keys are sealed with; see `sealingKeyMark`. */
  readonly sealedWith: string
  /** At least one, by rising number. */
  readonly generations: readonly StoredGeneration[]
}

const fileSchema = z.strictObject({
  version: z.literal(1),
  kind: z.enum(['interception', 'office']),
  sealedWith: z.string(),
  generations: z
    .array(
      z.strictObject({
        number: z.int().positive(),
        certificate: z.string(),
        sealedKey: z.base64(),
        issuesFrom: z.number(),
        withdrawn: z.boolean(),
        excluded: z.array(z.string()),
      }),
    )
    .min(1),
})

export function authorityPath(directory: string, kind: AuthorityKind): string {
  return join(directory, `${kind}-ca.json`)
}

/**
 * What the file says, checked against the certificates in it; null where there is no file.
 *
 * @throws GatewayError AUTHORITY_INVALID where it is not readable as an authority of this kind
 */
export async function readAuthorityFile(
  directory: string,
  kind: AuthorityKind,
): Promise<StoredAuthority | null> {
  const path = authorityPath(directory, kind)
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return null
    throw damaged(path, 'It cannot be read.', cause)
  })
  if (text === null) return null
  try {
    return parseAuthority(text, kind)
  } catch (cause) {
    throw damaged(path, 'Its content is not what was written.', cause)
  }
}

/**
 * Replaces the file: written beside it, synced, renamed, and the folder synced, so that power loss leaves one whole file.
 *
 * @throws GatewayError AUTHORITY_UNWRITABLE
 */
export async function writeAuthorityFile(
  directory: string,
  kind: AuthorityKind,
  authority: StoredAuthority,
): Promise<void> {
  const path = authorityPath(directory, kind)
  // One fixed name, so that what power loss left behind is overwritten by the next change.
  const temporary = `${path}.tmp`
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 })
    await chmod(directory, 0o700)
    await writeSynced(temporary, serialize(kind, authority))
    await rename(temporary, path)
    await syncFolder(directory)
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => {})
    throw new GatewayError(
      'AUTHORITY_UNWRITABLE',
      { path, reason: (cause as NodeJS.ErrnoException).code ?? 'unknown' },
      { hint: 'Make room on the disk, and see that the authorities folder can be written.', cause },
    )
  }
}

function damaged(path: string, problem: string, cause: unknown): GatewayError {
  return new GatewayError(
    'AUTHORITY_INVALID',
    { path, problem },
    {
      hint: 'Bring the file back from a backup; a new authority would have to be installed on every client.',
      cause,
    },
  )
}

function parseAuthority(text: string, kind: AuthorityKind): StoredAuthority {
  const file = fileSchema.parse(JSON.parse(text))
  if (file.kind !== kind) throw new TypeError(`written for ${file.kind}`)
  const generations = file.generations.map((entry) => {
    const certificate = new X509Certificate(entry.certificate)
    const excluded = parseExclusions(entry.excluded)
    if (!certificate.ca || !certificate.verify(certificate.publicKey)) throw new TypeError('not a root')
    // The certificate is what binds clients, so the list that people are shown must be the one inside it.
    if (excluded.length > 0 && !certificate.raw.includes(excludedNames(excluded))) {
      throw new TypeError('other exclusions than its root')
    }
    return {
      number: entry.number,
      certificate,
      notBefore: certificate.validFromDate.getTime(),
      notAfter: certificate.validToDate.getTime(),
      issuesFrom: entry.issuesFrom,
      withdrawn: entry.withdrawn,
      excluded,
      sealedKey: Buffer.from(entry.sealedKey, 'base64'),
    }
  })
  return { sealedWith: file.sealedWith, generations: generations.sort((a, b) => a.number - b.number) }
}

function serialize(kind: AuthorityKind, authority: StoredAuthority): string {
  const file: z.infer<typeof fileSchema> = {
    version: 1,
    kind,
    sealedWith: authority.sealedWith,
    generations: authority.generations.map((one) => ({
      number: one.number,
      certificate: certificatePem(one.certificate.raw),
      sealedKey: one.sealedKey.toString('base64'),
      issuesFrom: one.issuesFrom,
      withdrawn: one.withdrawn,
      excluded: one.excluded.map((exclusion) => exclusion.text),
    })),
  }
  return `${JSON.stringify(file, null, 2)}\n`
}

async function writeSynced(path: string, text: string): Promise<void> {
  await using file = await open(path, 'w', 0o600)
  await file.writeFile(text)
  await file.sync()
}

async function syncFolder(directory: string): Promise<void> {
  await using folder = await open(directory, 'r')
  await folder.sync()
}

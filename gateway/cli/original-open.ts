/** Fetches an original from the running gateway, sealed, and opens it here with the owner's own key. */
import { readFile } from 'node:fs/promises'
import { originalId } from '../api/schemas/originals.ts'
import { GatewayError } from '../core/errors.ts'
import { type OriginalContent, readOriginal } from '../core/original/content.ts'
import type { ShowReason } from '../core/original/original.ts'
import { KiB } from '../core/units.ts'
import { type Call, type Option, textOption, usage } from './command.ts'
import type { ControlClient } from './control-client.ts'
import { readInput } from './input.ts'

export const identityOption: Option = {
  type: 'string',
  value: 'FILE',
  text: "the owner's key, as age-keygen or `gatehouse originals key` wrote it; - reads it from standard input",
}

export interface OpenedOriginal {
  content: OriginalContent
  /** All of what was sealed. */
  text: Buffer
}

const mostIdentityBytes = 64 * KiB

/** Throws USAGE. */
export function originalIdIn(text: string): string {
  if (!originalId.safeParse(text).success)
    throw usage('An original is named by its id.', 'See it with `gatehouse originals list`.')
  return text
}

/** The lines of keys in a file of the owner's. Throws USAGE. */
export async function identitiesOf(call: Call): Promise<string[]> {
  const file = textOption(call, 'identity')
  if (file === null) throw usage('It opens with the owner’s key alone.', 'Name its file: --identity FILE')
  const bytes = file === '-' ? await readInput(mostIdentityBytes) : await readKeyFile(file)
  const identities = bytes
    .toString()
    .split(/\r?\n/)
    .filter((line) => line.startsWith('AGE-SECRET-KEY-1'))
  if (identities.length === 0)
    throw usage('This holds no key of age.', 'A key is a line that begins with AGE-SECRET-KEY-1.')
  return identities
}

/** The secret never reaches the gateway. Throws ORIGINAL_KEY, ORIGINAL_DAMAGED, and what the gateway says. */
export async function openOriginal(
  gateway: ControlClient,
  id: string,
  { identities, what }: { identities: readonly string[]; what: ShowReason | 'resend' },
): Promise<OpenedOriginal> {
  const sealed = await gateway.postBytes(`/api/v1/originals/${id}/take?for=${what}`)
  // Loaded where it is needed: it takes eleven megabytes.
  const { Decrypter } = await import('age-encryption')
  const decrypter = new Decrypter()
  try {
    for (const identity of identities) decrypter.addIdentity(identity)
    // What names the owner's key is locked with the hour's, and came whole: it is the key that does not fit.
    await decrypter.decryptHeader(sealed)
  } catch {
    const hint =
      'Nothing is wrong with the original. Take the key whose recipient stood in the configuration when the request was made.'
    throw new GatewayError('ORIGINAL_KEY', {}, { hint })
  }
  let text: Buffer
  try {
    text = Buffer.from(await decrypter.decrypt(sealed))
  } catch (cause) {
    const hint =
      'The key is the right one, but what lies on the disk of this box was changed: no key opens it, and it cannot be sent again; the others are not touched. Check the disk, and who can write to the data folder.'
    throw new GatewayError('ORIGINAL_DAMAGED', { reason: 'payload' }, { hint, cause })
  }
  const content = readOriginal(text)
  if (content === null) {
    const hint = 'The command and the running gateway may be of different versions: restart the gateway.'
    throw new GatewayError('ORIGINAL_OTHER', {}, { hint })
  }
  return { content, text }
}

async function readKeyFile(file: string): Promise<Buffer> {
  try {
    return (await readFile(file)).subarray(0, mostIdentityBytes)
  } catch {
    throw usage('The file of the key cannot be read.', 'See that it is there, and that you may read it.')
  }
}

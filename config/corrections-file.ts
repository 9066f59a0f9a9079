/** Adds to and takes from the file of corrections; what a person wrote beside them stays. */
import { isMap, isSeq, parseDocument } from 'yaml'
import { GatewayError, isGatewayError } from '../gateway/core/errors.ts'
import { type Correction, correctionsFileSchema, maxCorrections } from '../gateway/core/policy/corrections.ts'
import { inTurn } from './file-turn.ts'
import { readConfigFile } from './load.ts'
import { loadCorrections } from './load-policy.ts'
import { replaceFile } from './replace-file.ts'

const beginning = `# What was said of findings, fields and destinations afterwards; it counts before every rule of the policy.
# Written by \`gatehouse policy allow\` and \`deny\`; \`gatehouse policy undo ID\` takes one back.
corrections: []
`

/**
 * Throws POLICY_INVALID where the file has mistakes or is full, CONFIG_UNREADABLE, CONFIG_UNWRITABLE. `patienceMs`: how long
 * another command that changes the file is waited for.
 */
export function addCorrection(file: string, correction: Correction, patienceMs?: number): Promise<void> {
  const add = async () => {
    const { value } = await loadCorrections(file)
    if (value.length >= maxCorrections)
      throw new GatewayError(
        'POLICY_INVALID',
        { corrections: value.length },
        { hint: 'Write a rule of the policy instead of so many corrections, and undo those.' },
      )
    await rewrite(file, (list) => [...list, correction])
  }
  return inTurn(file, add, patienceMs)
}

/** False where there is none of that id. Throws as `addCorrection`. */
export async function removeCorrection(file: string, id: string): Promise<boolean> {
  const isThere = async () => (await loadCorrections(file)).value.some((one) => one.id === id)
  // Where there is none, nothing need be writable.
  if (!(await isThere())) return false
  return inTurn(file, async () => {
    if (!(await isThere())) return false
    await rewrite(file, (list) => list.filter((one) => one.id !== id))
    return true
  })
}

/** Only the list is written anew. */
async function rewrite(
  file: string,
  change: (list: readonly Correction[]) => readonly Correction[],
): Promise<void> {
  const document = parseDocument((await textOf(file)) ?? beginning)
  const before = correctionsFileSchema.parse(document.toJS() ?? {}).corrections
  const after = change(before)
  const list = document.get('corrections', true)
  if (isSeq(list)) {
    const gone = new Set(before.filter((one) => !after.includes(one)).map(({ id }) => id))
    list.items = list.items.filter((item) => !(isMap(item) && gone.has(String(item.get('id')))))
    for (const one of after) if (!before.includes(one)) list.add(document.createNode(one))
    list.flow = false
  } else document.set('corrections', after)
  await replaceFile(file, Buffer.from(document.toString()))
}

async function textOf(file: string): Promise<string | null> {
  try {
    return Buffer.from(await readConfigFile(file)).toString()
  } catch (error) {
    if (isGatewayError(error, 'CONFIG_NOT_FOUND')) return null
    throw error
  }
}

/** Reads events that say how a message changes, as ChatGPT and DeepSeek send them to their own pages: `{"p":…,"o":"append","v":…}`. */
import type { DeltaOf } from './delta-shapes.ts'
import type { PlacedString } from './json-strings.ts'

/** `p`: path; `o`: what is done there; `v`: with what; `c`: of which message. What is left out is as in the event before. */
const members: ReadonlySet<string> = new Set(['p', 'o', 'v', 'c'])

export type Patch = { p?: unknown; o?: unknown; v: unknown; c?: unknown }

export function isPatch(root: object): root is Patch {
  return 'v' in root && Object.keys(root).every((name) => members.has(name))
}

export class PatchedTexts {
  #path = ''
  #order = ''

  read(patch: Patch): (string: PlacedString) => DeltaOf | null {
    if (typeof patch.p === 'string') this.#path = patch.p
    if (typeof patch.o === 'string') this.#order = patch.o
    const [path, order] = [this.#path, this.#order]
    return (string) => {
      if (string.path.length === 1) return string.path[0] === 'v' ? appended(path, order) : null
      const [list, index, member] = string.path
      if (list !== 'v' || member !== 'v' || string.path.length !== 3 || !Array.isArray(patch.v)) return null
      const one: unknown = patch.v[Number(index)]
      // Below the path of the list, which is the root's where it has none.
      return typeof one === 'object' && one !== null && 'p' in one && 'o' in one
        ? appended(`${typeof patch.p === 'string' ? patch.p : ''}${String(one.p)}`, String(one.o))
        : null
    }
  }

  /** A message that is finished, or made anew. */
  static ends(patch: Patch): (text: DeltaOf) => boolean {
    const all = Array.isArray(patch.v) ? (patch.v as readonly unknown[]) : [patch]
    const isEnd = all.some(
      (one) =>
        typeof one === 'object' &&
        one !== null &&
        'v' in one &&
        (isStatus(one) || (typeof one.v === 'object' && 'o' in one && one.o === 'add')),
    )
    return () => isEnd
  }
}

function isStatus(one: { p?: unknown; v?: unknown }): boolean {
  return /(?:^|\/)status$/.test(String(one.p)) && /^finished/i.test(String(one.v))
}

/** What is put behind a text that is there; all else is a value of its own. */
function appended(path: string, order: string): DeltaOf | null {
  if (order.toLowerCase() !== 'append' || path === '') return null
  const lead = `{"p":${JSON.stringify(path)},"o":${JSON.stringify(order)},"v":"`
  return { key: `patch;${path}`, marks: [], lead }
}

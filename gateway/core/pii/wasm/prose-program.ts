/** Makes ready the vector code that reads prose: two programs over one memory. */
import { Buffer } from 'node:buffer'
import { binary as scores } from './prose-scores-binary.ts'
import { binary as words } from './prose-words-binary.ts'

/** The part of WebAssembly's interface that is used; types of it come only with those of a browser. */
interface Assembly {
  validate(bytes: Uint8Array): boolean
  Memory: new (size: { initial: number; maximum: number }) => { readonly buffer: ArrayBuffer }
  Module: new (bytes: Uint8Array) => object
  Instance: new (program: object, imports: Record<string, object>) => { exports: object }
}

const { WebAssembly: assembly } = globalThis as unknown as { WebAssembly: Assembly }

const pageBytes = 65_536

/** What the two sources explain; places and indexes are those of the memory. */
export interface ProseProgram {
  fill(from: number, end: number, gap: number): number
  look(): void
  lookUp(index: number): void
  prefix(index: number): number
  weigh(from: number, to: number): void
}

/** What `prose-words.wat` and `prose-scores.wat` ask for by name. */
export type ProseSettings = Readonly<
  Record<
    | 'tells'
    | 'lists'
    | 'shift'
    | 'known'
    | 'knownMask'
    | 'openingKinds'
    | 'joiningKinds'
    | 'namingKinds'
    | 'compoundStreet'
    | 'weights'
    | 'mask'
    | 'exps'
    | 'lastExp',
    number
  >
>

let programs: { words: object; scores: object } | null | undefined

/** null where the processor, or the runtime, has no vector instructions. */
export function makeProseProgram(
  size: number,
  settings: ProseSettings,
): { program: ProseProgram; bytes: Uint8Array } | null {
  if (programs === undefined) programs = compiled()
  if (programs === null) return null
  const pages = Math.ceil(size / pageBytes)
  const memory = new assembly.Memory({ initial: pages, maximum: pages })
  const prose = { ...settings, memory }
  const first = new assembly.Instance(programs.words, { prose }).exports
  const second = new assembly.Instance(programs.scores, { prose, words: first }).exports
  return { program: { ...first, ...second } as ProseProgram, bytes: new Uint8Array(memory.buffer) }
}

function compiled(): { words: object; scores: object } | null {
  const [first, second] = [words, scores].map((binary) => new Uint8Array(Buffer.from(binary, 'base64')))
  if (first === undefined || second === undefined || assembly?.validate(second) !== true) return null
  return { words: new assembly.Module(first), scores: new assembly.Module(second) }
}

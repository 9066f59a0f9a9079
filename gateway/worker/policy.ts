/** Makes the policy ready that control handed over as plain data. */
import { readFile } from 'node:fs/promises'
import type { AnalysisSettings } from '../core/pii/analyzer.ts'
import { type CompiledPolicy, compilePolicy, type PolicyContext } from '../core/policy/compile.ts'
import type { PolicyFile } from '../core/policy/model.ts'
import type { PolicySource } from '../core/ports.ts'
import type { TrackerLists } from '../core/trackers/compile.ts'
import { emptyTable } from '../core/trackers/host-table.ts'
import { fromBase64 } from '../core/worker/bytes.ts'
import type { ToWorker } from '../core/worker/to-worker.ts'

const modelFile = new URL('../core/pii/prose/model/names.bin', import.meta.url)

/** `current` throws before the first policy is there: nothing listens until then. */
export class WorkerPolicy implements PolicySource {
  #current: CompiledPolicy | null = null
  #model: Uint8Array | null = null
  #lists: TrackerLists = { names: [], table: emptyTable }
  #fields: { text: string; value: AnalysisSettings['fields'] } | null = null

  current(): CompiledPolicy {
    if (this.#current === null) throw new Error('no policy yet')
    return this.#current
  }

  /** What the next `replace` goes by. */
  takeLists({ names, seed, entries }: Extract<ToWorker, { kind: 'tracker-lists' }>): void {
    const bytes = fromBase64(entries)
    const words = new BigUint64Array(Math.floor(bytes.length / BigUint64Array.BYTES_PER_ELEMENT))
    new Uint8Array(words.buffer).set(bytes.subarray(0, words.byteLength))
    this.#lists = { names, table: { seed, entries: words } }
  }

  /** The one before stays in force where this rejects. Throws POLICY_INVALID. */
  async replace({
    source,
    context,
    prose,
  }: Extract<ToWorker, { kind: 'settings' }>['policy']): Promise<void> {
    if (prose) this.#model ??= new Uint8Array(await readFile(modelFile))
    // Control has read, checked and compiled both: they are its own types, in JSON.
    const rules = source as unknown as PolicyFile
    const known = context as unknown as PolicyContext
    const { packs, fields } = known.analysis
    const analysis = {
      packs,
      fields: this.#sameFields(fields),
      ...(prose && this.#model !== null ? { proseModel: this.#model } : {}),
    } as AnalysisSettings
    const trackers = known.trackers ? { ...known.trackers, lists: this.#lists } : null
    this.#current = compilePolicy(rules, { ...known, analysis, trackers })
  }

  /** The analyzer is made anew for another object only, and making it takes 0.1 s. */
  #sameFields(value: AnalysisSettings['fields']): AnalysisSettings['fields'] {
    const text = JSON.stringify(value ?? null)
    if (this.#fields?.text !== text) this.#fields = { text, value }
    return this.#fields.value
  }
}

/** Reads what the analyzer needs beside its own code: the dictionary of field names and the model for free text. */
import { readFile } from 'node:fs/promises'
import { loadFields } from '../../config/load-fields.ts'
import type { AnalysisSettings } from '../core/pii/analyzer.ts'

const modelFile = new URL('../core/pii/prose/model/names.bin', import.meta.url)

/** Read once: it comes with the program. */
let model: Promise<Uint8Array> | null = null

/** `ownFields`: the office's own file of field names; null: none. Throws as `loadFields` does. */
export async function analysisInUse(settings: {
  packs: readonly string[] | null
  ownFields: string | null
}): Promise<AnalysisSettings> {
  model ??= readFile(modelFile).then((bytes) => new Uint8Array(bytes))
  model.catch(() => {
    model = null
  })
  const [fields, proseModel] = await Promise.all([loadFields(settings.ownFields), model])
  return { packs: settings.packs, fields, proseModel }
}

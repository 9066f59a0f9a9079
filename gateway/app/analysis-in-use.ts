/** Reads what the analyzer needs beside its own code: the dictionary of field names and the model for free text. */
import { readFile } from 'node:fs/promises'
import { loadFields } from '../../config/load-fields.ts'
import type { AnalysisSettings } from '../core/pii/analyzer.ts'

const proseModel = new URL('../core/pii/prose/model/names.bin', import.meta.url)

/** `ownFields`: the office's own file of field names; null: none. Throws as `loadFields` does. */
export async function analysisInUse(settings: {
  packs: readonly string[] | null
  ownFields: string | null
}): Promise<AnalysisSettings> {
  const [fields, model] = await Promise.all([loadFields(settings.ownFields), readFile(proseModel)])
  return { packs: settings.packs, fields, proseModel: new Uint8Array(model) }
}

/** Reads the policy file and the catalogue of destinations, with the same care and words as the configuration. */
import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import type { z } from 'zod'
import { GatewayError, isGatewayError } from '../gateway/core/errors.ts'
import { type Catalogue, catalogueSchema, wholeCatalogue } from '../gateway/core/policy/catalogue.ts'
import { type Correction, correctionsFileSchema } from '../gateway/core/policy/corrections.ts'
import { type PolicyFile, policyFileSchema } from '../gateway/core/policy/model.ts'
import { problemsOf } from './issues.ts'
import { toSchemaNode } from './json-schema.ts'
import { readConfigFile } from './load.ts'
import { locate, type Position } from './locate.ts'
import { InvalidFileError } from './problems.ts'
import { readYaml } from './yaml-file.ts'

/** What a checked file says, and where it says it. */
export interface LoadedFile<Value> {
  value: Value
  /** Absolute path. */
  file: string
  /** Twelve hex digits of the file's SHA-256: changes whenever the file does. */
  version: string
  /** Where a key path stands, for problems that are found later. */
  locate(path: readonly (string | number)[]): Position
}

/** What counts where nobody has named or published another. */
export const shippedPolicy = fileURLToPath(new URL('./policy.yaml', import.meta.url))
const shippedCatalogue = fileURLToPath(new URL('./catalogue.yaml', import.meta.url))

/** `file` null: the shipped policy. Throws POLICY_INVALID (an InvalidFileError), CONFIG_NOT_FOUND, CONFIG_UNREADABLE. */
export function loadPolicy(file: string | null): Promise<LoadedFile<PolicyFile>> {
  return loadChecked(file ?? shippedPolicy, policyFileSchema)
}

/** `file` null: the shipped catalogue. Throws as `loadPolicy` does. */
export async function loadCatalogue(file: string | null): Promise<LoadedFile<Catalogue>> {
  const loaded = await loadChecked(file ?? shippedCatalogue, catalogueSchema)
  return { ...loaded, value: wholeCatalogue(loaded.value) }
}

/** What people said of findings afterwards. A file that is not there says nothing. Throws as `loadPolicy` does. */
export async function loadCorrections(file: string): Promise<LoadedFile<readonly Correction[]>> {
  try {
    const loaded = await loadChecked(file, correctionsFileSchema)
    return { ...loaded, value: loaded.value.corrections }
  } catch (error) {
    if (!isGatewayError(error, 'CONFIG_NOT_FOUND')) throw error
    return { value: [], file, version: '', locate: () => ({ line: 1, column: 1 }) }
  }
}

interface Naming {
  /** What a mistake in the file is called. */
  code: 'POLICY_INVALID' | 'CONFIG_INVALID'
  /** What to do where there is no such file. */
  missing: string
}

const policyNaming: Naming = {
  code: 'POLICY_INVALID',
  missing: 'Correct policy.file or policy.catalogue in the configuration; null takes the shipped one.',
}

/** Reads a file of YAML and checks it. Throws an InvalidFileError of this code, CONFIG_NOT_FOUND or CONFIG_UNREADABLE. */
export async function loadChecked<Model extends z.ZodType>(
  file: string,
  model: Model,
  naming: Naming = policyNaming,
): Promise<LoadedFile<z.output<Model>>> {
  return readChecked(file, await readNamed(file, naming.missing), { model, code: naming.code })
}

/** The same of a policy whose bytes are at hand, so that a draft is checked as a file is. Throws POLICY_INVALID (an InvalidFileError). */
export function readPolicyText(file: string, bytes: Uint8Array): LoadedFile<PolicyFile> {
  return readChecked(file, bytes, { model: policyFileSchema, code: 'POLICY_INVALID' })
}

/** The policy file as it lies there, right or wrong. Throws CONFIG_NOT_FOUND, CONFIG_UNREADABLE. */
export function readPolicyBytes(file: string): Promise<Uint8Array> {
  return readNamed(file, policyNaming.missing)
}

/** Twelve hex digits of the bytes' SHA-256. */
export function versionOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 12)
}

function readChecked<Model extends z.ZodType>(
  file: string,
  bytes: Uint8Array,
  { model, code }: { model: Model; code: Naming['code'] },
): LoadedFile<z.output<Model>> {
  const outcome = readYaml(file, bytes)
  if (!outcome.ok) throw new InvalidFileError(code, outcome.problems)
  const { yaml } = outcome
  const result = model.safeParse(yaml.value)
  if (!result.success) {
    const place = (path: readonly PropertyKey[], what: 'key' | 'value') => ({
      file,
      ...locate(yaml, path, what),
    })
    throw new InvalidFileError(code, problemsOf(result.error.issues, toSchemaNode(model), yaml.value, place))
  }
  return {
    value: result.data,
    file,
    version: versionOf(bytes),
    locate: (path) => locate(yaml, path, 'key'),
  }
}

async function readNamed(file: string, missing: string): Promise<Uint8Array> {
  try {
    return await readConfigFile(file)
  } catch (error) {
    if (!(error instanceof GatewayError) || error.code !== 'CONFIG_NOT_FOUND') throw error
    throw new GatewayError('CONFIG_NOT_FOUND', { file }, { cause: error.cause, hint: missing })
  }
}

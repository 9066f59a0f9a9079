/** Reads the dictionary of field names: the shipped files, one a language, and the office's own. */
import { readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { type FieldsFile, fieldsFileSchema } from '../gateway/core/pii/fields/field-model.ts'
import { problemsOf } from './issues.ts'
import { toSchemaNode } from './json-schema.ts'
import { readConfigFile } from './load.ts'
import { locate } from './locate.ts'
import { InvalidFileError, type Problem } from './problems.ts'
import { suggest } from './suggest.ts'
import { readYaml, type YamlFile } from './yaml-file.ts'

const shippedFolder = fileURLToPath(new URL('./fields/', import.meta.url))

interface ReadFile {
  yaml: YamlFile
  fields: FieldsFile
}

/**
 * In the order in which they count: meanings, languages, English, and `own` (null: none) last. Throws CONFIG_INVALID (an
 * InvalidFileError with every mistake), CONFIG_NOT_FOUND, CONFIG_UNREADABLE.
 */
export async function loadFields(own: string | null): Promise<readonly FieldsFile[]> {
  shipped ??= readShipped()
  const known = await shipped.catch((error: unknown) => {
    // A disk that failed once may be well again.
    shipped = null
    throw error
  })
  return own === null ? known.fields : [...known.fields, await readOwn(own, known)]
}

/** Read once: they come with the program and change with it. */
let shipped: Promise<Shipped> | null = null

interface Shipped {
  fields: readonly FieldsFile[]
  meanings: ReadonlySet<string>
}

async function readShipped(): Promise<Shipped> {
  const files = await Promise.all((await shippedFiles()).map(readFields))
  const meanings = new Set(files.flatMap(({ fields }) => Object.keys(fields.meanings)))
  refuseUnknown(files, meanings)
  return { fields: files.map(({ fields }) => fields), meanings }
}

async function readOwn(file: string, { meanings }: Shipped): Promise<FieldsFile> {
  const own = await readFields(file)
  refuseUnknown([own], new Set([...meanings, ...Object.keys(own.fields.meanings)]))
  return own.fields
}

function refuseUnknown(files: readonly ReadFile[], known: ReadonlySet<string>): void {
  const problems = files.flatMap((file) => unknownMeanings(file, known))
  if (problems.length > 0) throw new InvalidFileError('CONFIG_INVALID', problems)
}

/** What is written most often decides where two languages use one word: English comes last. */
async function shippedFiles(): Promise<string[]> {
  const names = (await readdir(shippedFolder)).filter((name) => name.endsWith('.yaml')).sort()
  const languages = names.filter((name) => name !== 'meanings.yaml' && name !== 'en.yaml')
  return ['meanings.yaml', ...languages, 'en.yaml'].map((name) => `${shippedFolder}${name}`)
}

async function readFields(file: string): Promise<ReadFile> {
  const outcome = readYaml(file, await readConfigFile(file))
  if (!outcome.ok) throw new InvalidFileError('CONFIG_INVALID', outcome.problems)
  const { yaml } = outcome
  const result = fieldsFileSchema.safeParse(yaml.value)
  if (result.success) return { yaml, fields: result.data }
  const place = (path: readonly PropertyKey[], what: 'key' | 'value') => ({
    file,
    ...locate(yaml, path, what),
  })
  throw new InvalidFileError(
    'CONFIG_INVALID',
    problemsOf(result.error.issues, toSchemaNode(fieldsFileSchema), yaml.value, place),
  )
}

/** Names of meanings that no file defines. */
function unknownMeanings({ yaml, fields }: ReadFile, known: ReadonlySet<string>): Problem[] {
  const used: { name: string; path: string[] }[] = Object.keys(fields.keys).map((name) => ({
    name,
    path: ['keys', name],
  }))
  for (const [meaning, source] of Object.entries(fields.meanings)) {
    if (!('under' in source)) continue
    used.push({ name: source.otherwise, path: ['meanings', meaning, 'otherwise'] })
    for (const [group, name] of Object.entries(source.under))
      used.push({ name, path: ['meanings', meaning, 'under', group] })
  }
  return used
    .filter(({ name }) => !known.has(name))
    .map(({ name, path }) => unknownMeaning(yaml, { name, path, known }))
}

function unknownMeaning(
  yaml: YamlFile,
  { name, path, known }: { name: string; path: readonly string[]; known: ReadonlySet<string> },
): Problem {
  const near = suggest(name, [...known])
  return {
    file: yaml.file,
    path: path.join('.'),
    ...locate(yaml, path, 'key'),
    message: 'this meaning is defined nowhere',
    hint: near === null ? 'Define it under `meanings`, or take one that is.' : `Did you mean \`${near}\`?`,
  }
}

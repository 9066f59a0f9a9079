/** Writes config/README.md, the reference of every configuration key, out of the schema. */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { configJsonSchema, isSection, type SchemaNode } from '../config/json-schema.ts'
import { GiB, hourMs, KiB, MiB, minuteMs, secondMs } from '../gateway/core/units.ts'

/** The whole page. The same schema gives the same page. */
export function configReference(): string {
  const schema = configJsonSchema()
  const sections = Object.entries(schema.properties ?? {})
  return [introduction, ...sections.flatMap(([name, node]) => section([name], node)), ''].join('\n')
}

const introduction = `<!-- Made by scripts/config-reference.ts out of config/schema.ts: change the schema, not this page. -->
# Configuration

One YAML file. \`gatehouse\` takes the file named by \`--config\`, else by the variable \`GATEHOUSE_CONFIG\`, else
\`./gatehouse.yaml\`, else \`/etc/gatehouse/gatehouse.yaml\`, else none: every key has a default.
[examples/gatehouse.yaml](examples/gatehouse.yaml) is a short one to begin with.

- **Check it** with \`gatehouse config check\`: every mistake with file, line, and what to write instead.
- **Read and change it** with \`gatehouse config get <key>\` (says where the value comes from) and
  \`gatehouse config set <key> <value>\` (keeps comments; a file with mistakes never replaces a good one).
- **In the environment** each key is \`GATEHOUSE__SECTION__KEY\`, such as \`GATEHOUSE__PROXY__PORT=9090\` or
  \`GATEHOUSE__PROXY__LIMITS__HOLD_BYTES=2MiB\`; lists as in YAML: \`'[10.0.0.0/8, 192.168.1.0/24]'\`. The environment wins
  over the file. A variable that names no key is a mistake, not silence.
- **Reload** with SIGHUP: no connection is dropped, a file with mistakes is refused and the old one stays in force. Keys
  marked *restart* count after the next start.
- **Sizes** are bytes or \`512KiB\`, \`1MiB\`, \`10MB\`; **times** are milliseconds or \`500ms\`, \`30s\`, \`5min\`, \`1h\`. Relative
  paths count from the file's folder; without a file, from the working folder.
- **Left out of YAML** because it is misread too easily: aliases, tags, several documents in one file, keys that stand
  twice. Editors can complete and check with \`gatehouse config schema\`.

The rules of what may leave the office stand in a file of their own: [policy.yaml](policy.yaml).
`

function section(path: readonly string[], node: SchemaNode): string[] {
  const keys = Object.entries(node.properties ?? {})
  const values = keys.filter(([, child]) => !isSection(child))
  const below = keys.filter(([, child]) => isSection(child))
  const heading = `${'#'.repeat(Math.min(path.length + 1, 4))} ${path.join('.')}`
  return [
    heading,
    '',
    node.description ?? '',
    '',
    ...(values.length === 0 ? [] : [...table(path, values), '']),
    ...below.flatMap(([name, child]) => section([...path, name], child)),
  ]
}

function table(path: readonly string[], keys: readonly [string, SchemaNode][]): string[] {
  return [
    '| key | meaning | accepts | default |',
    '| --- | --- | --- | --- |',
    ...keys.flatMap(([name, node]) => rows([...path, name].join('.'), node)),
  ]
}

/** The row of one key, then those of the keys that stand inside its values. */
function rows(key: string, node: SchemaNode): string[] {
  const restart = node['x-restart'] === true ? ' *restart*' : ''
  const cells = [`\`${key}\``, `${node.description ?? ''}${restart}`, accepted(node), preset(node)]
  const row = `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  const [under, parts] = inside(node)
  return [row, ...parts.flatMap(([name, part]) => rows(`${key}${under}.${name}`, part))]
}

/** The keys inside a value that is no section, and what stands for where in it: `[]` for each entry of a list, `.<name>` of a record. */
function inside(node: SchemaNode): [under: string, parts: [string, SchemaNode][]] {
  const option = node.anyOf?.find((one) => one.type !== 'null')
  if (option !== undefined) return inside(option)
  if (node.type === 'array') return ['[]', Object.entries(node.items?.properties ?? {})]
  const named = node.additionalProperties
  if (typeof named === 'object') return ['.<name>', Object.entries(named.properties ?? {})]
  return ['', Object.entries(node.properties ?? {})]
}

function accepted(node: SchemaNode): string {
  if (node['x-expected'] !== undefined) return `${node['x-expected']}${bounds(node)}`
  const option = node.anyOf?.find((one) => one.type !== 'null')
  if (option !== undefined) return `${accepted(option)}, or null`
  if (typeof node.additionalProperties === 'object')
    return `names, each with ${accepted(node.additionalProperties)}`
  if (inside(node)[1].length > 0)
    return node.type === 'array' ? 'a list of entries with these keys' : 'these keys'
  if (node.type === 'array') return `a list: ${accepted(node.items ?? {})}`
  return node.type ?? ''
}

function bounds(node: SchemaNode): string {
  const kind = node['x-kind']
  const integer = node.anyOf?.find((option) => option.type === 'integer')
  if ((kind !== 'bytes' && kind !== 'duration') || integer === undefined) return ''
  const word = kind === 'bytes' ? sizeWord : durationWord
  return `, from ${word(integer.minimum ?? 0)} to ${word(integer.maximum ?? 0)}`
}

function preset(node: SchemaNode): string {
  const value = node.default
  if (typeof value === 'number' && node['x-kind'] === 'bytes') return `\`${sizeWord(value)}\``
  if (typeof value === 'number' && node['x-kind'] === 'duration') return `\`${durationWord(value)}\``
  if (Array.isArray(value)) return `\`[${value.join(', ')}]\``
  return value === undefined
    ? ''
    : `\`${typeof value === 'string' && value !== '' ? value : JSON.stringify(value)}\``
}

function sizeWord(bytes: number): string {
  for (const [size, name] of [
    [GiB, 'GiB'],
    [MiB, 'MiB'],
    [KiB, 'KiB'],
  ] as const)
    if (bytes >= size && bytes % size === 0) return `${bytes / size}${name}`
  return String(bytes)
}

function durationWord(millis: number): string {
  for (const [length, name] of [
    [hourMs, 'h'],
    [minuteMs, 'min'],
    [secondMs, 's'],
  ] as const)
    if (millis >= length && millis % length === 0) return `${millis / length}${name}`
  return `${millis}ms`
}

/** `--write` renews the page; without it the exit code says whether the page is fresh. */
function main(args: readonly string[]): number {
  const file = fileURLToPath(new URL('../config/README.md', import.meta.url))
  if (args.includes('--write')) {
    writeFileSync(file, configReference())
    return 0
  }
  if (readFileSync(file, 'utf8') === configReference()) return 0
  console.error('config/README.md is stale. Renew it: sh scripts/node scripts/config-reference.ts --write')
  return 1
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = main(process.argv.slice(2))

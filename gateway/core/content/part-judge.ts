/** Judges what is found in a part as a place in the whole body: paths begin with its name, offsets with its own. */
import type { BodyMemory } from './body-memory.ts'
import type { Judge } from './inspector.ts'

interface Part {
  readonly name: string
  readonly start: number
  readonly isFile?: boolean
  /** What the parts before it said. */
  readonly memory?: BodyMemory
}

export function judgeWithin(judge: Judge, part: Part): Judge {
  const { name, start, memory = judge.memory, isFile = false } = part
  return {
    analyzer: judge.analyzer,
    standIns: judge.standIns,
    judgesFields: judge.judgesFields,
    files: judge.files,
    within: isFile ? withinFile(judge, name, start) : joinedPath(judge.within ?? '', name),
    ...(judge.known === undefined ? {} : { known: judge.known }),
    ...(memory === undefined ? {} : { memory }),
    field: (path) => judge.field(joinedPath(name, path)),
    entity: (found) =>
      judge.entity({ ...found, path: joinedPath(name, found.path), offset: start + found.offset }),
  }
}

/**
 * What a file stands in, for the dictionary: `file` and `document_id` say what the file is and nothing of what is in it, where
 * `customer` speaks for its values too. In place of a name that does not, the file's place keeps its records apart.
 */
export function withinFile({ analyzer, within = '' }: Judge, name: string, start: number): string {
  const role = analyzer.fields.meaningAt(joinedPath(within, name))?.role
  const tells = role === 'value' || role === 'prose'
  return tells ? joinedPath(within, name) : `#${start}`
}

/** Where a text stands that has the path `path` in a part or document that has the name `name`. */
export function joinedPath(name: string, path: string | null): string {
  if (path === null || path === '') return name
  return name === '' || path.startsWith('[') ? `${name}${path}` : `${name}.${path}`
}

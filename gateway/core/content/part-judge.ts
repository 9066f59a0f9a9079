/** Judges what is found in a part as a place in the whole body: paths begin with its name, offsets with its own. */
import type { Judge } from './inspector.ts'

export function judgeWithin(judge: Judge, part: { name: string; start: number }): Judge {
  const { name, start } = part
  return {
    analyzer: judge.analyzer,
    standIns: judge.standIns,
    judgesFields: judge.judgesFields,
    files: judge.files,
    within: joinedPath(judge.within ?? '', name),
    ...(judge.known === undefined ? {} : { known: judge.known }),
    field: (path) => judge.field(joinedPath(name, path)),
    entity: (found) =>
      judge.entity({ ...found, path: joinedPath(name, found.path), offset: start + found.offset }),
  }
}

/** Where a text stands that has the path `path` in a part or document that has the name `name`. */
export function joinedPath(name: string, path: string | null): string {
  if (path === null || path === '') return name
  return name === '' || path.startsWith('[') ? `${name}${path}` : `${name}.${path}`
}

/** Checks that configuration and policy have no mistakes, and that the files of the data folder are closed to others. */
import type { DoctorCheck } from '../doctor.ts'
import type { OpenFile } from './open-files.ts'
import { checkOwnAddresses, type OwnAddress } from './own-addresses.ts'

export interface ConfigFacts {
  /** Path of the file that is in force, '' where only defaults are. */
  file: string
  /** Each a sentence with path and line; never a value. */
  problems: readonly string[]
  policyProblems: readonly string[]
  /** Files with secrets whose mode lets others read them. */
  openFiles: readonly OpenFile[]
  /** That connections are to leave from. */
  ownAddresses: readonly OwnAddress[]
}

/** At most this many problems are spelled out: the rest is a number. */
const shownProblems = 3

/** What is written, who can read it, and whether the box has the addresses that are named. */
export function checkConfig(facts: ConfigFacts): DoctorCheck[] {
  return [
    written('config', 'Configuration', facts.problems, facts.file === '' ? 'defaults' : facts.file),
    written('policy', 'Policy', facts.policyProblems, 'policy file'),
    permissions(facts.openFiles),
    ...checkOwnAddresses(facts.ownAddresses),
  ]
}

function written(id: string, title: string, problems: readonly string[], file: string): DoctorCheck {
  if (problems.length === 0) {
    return {
      id,
      title,
      state: 'ok',
      found: `No mistakes in the ${id === 'config' ? `configuration (${file})` : file}.`,
      meaning: 'It can be loaded.',
      todo: '',
    }
  }
  const shown = problems.slice(0, shownProblems).join(' ')
  const more = problems.length > shownProblems ? ` And ${problems.length - shownProblems} more.` : ''
  return {
    id,
    title,
    state: 'fail',
    found: `${shown}${more}`,
    meaning: 'A running gateway keeps the last good one; a start would fail.',
    todo:
      id === 'config'
        ? 'Correct the file, then run `gatehouse config check`.'
        : 'Correct the file, then run `gatehouse policy check`.',
  }
}

function permissions(openFiles: ConfigFacts['openFiles']): DoctorCheck {
  const base = { id: 'permissions', title: 'Permissions' }
  if (openFiles.length === 0) {
    return {
      ...base,
      state: 'ok',
      found: 'Files with secrets are closed to other users.',
      meaning: 'Keys stay with the gateway.',
      todo: '',
    }
  }
  const list = openFiles.slice(0, shownProblems).map((file) => `${file.path} (${file.mode.toString(8)})`)
  return {
    ...base,
    state: 'fail',
    found: `Other users of this box can read: ${list.join(', ')}.`,
    meaning: 'Keys may have been copied.',
    todo: `Close them with \`chmod 600\`, and think about who could have read them.`,
  }
}

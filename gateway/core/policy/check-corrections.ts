/** Says of corrections what in them can never do what it seems to say, as `check.ts` does of rules. */
import type { Catalogue } from './catalogue.ts'
import { compileGroups } from './compile.ts'
import type { Correction } from './corrections.ts'
import { groupName } from './match-model.ts'

export interface CorrectionProblem {
  code: 'unknown-name' | 'empty-group' | 'never-meant'
  /** With an error the gateway does not start; with a warning the correction is idle. */
  severity: 'error' | 'warning'
  /** Which of the list. */
  index: number
  message: string
  hint: string
}

export function checkCorrections(
  corrections: readonly Correction[],
  { catalogue }: { catalogue: Catalogue },
): CorrectionProblem[] {
  const groupOf = compileGroups(catalogue)
  const groups = Object.keys(catalogue.groups)
  return corrections.flatMap((one, index): CorrectionProblem[] => {
    const name = one.of === 'destination' ? groupName(one.destination) : null
    const about = { index, where: `The correction ${one.id}` }
    if (name !== null) return ofGroup(name, about, catalogue)
    if (one.of === 'destination' || one.destination === null || groups.includes(one.destination)) return []
    return ofPlace(one.destination, about, groupOf(one.destination))
  })
}

interface About {
  index: number
  where: string
}

function ofGroup(name: string, { index, where }: About, catalogue: Catalogue): CorrectionProblem[] {
  const hosts = catalogue.groups[name]?.hosts
  if (hosts === undefined)
    return [
      {
        code: 'unknown-name',
        severity: 'error',
        index,
        message: `${where} names group "${name}", which the catalogue of destinations does not have.`,
        hint: `It has: ${Object.keys(catalogue.groups).join(', ')}.`,
      },
    ]
  if (hosts.length > 0) return []
  return [
    {
      code: 'empty-group',
      severity: 'warning',
      index,
      message: `${where} is about group "${name}", and nothing is in it.`,
      hint: `Put something into "${name}", or undo the correction.`,
    },
  ]
}

/** A value or a field at a host counts only where the journal calls it by that name. */
function ofPlace(destination: string, { index, where }: About, group: string): CorrectionProblem[] {
  const never = { code: 'never-meant', severity: 'warning', index } as const
  if (group !== destination)
    return [
      {
        ...never,
        message: `${where} is about "${destination}", which belongs to the group "${group}": it never counts.`,
        hint: `Write "${group}" instead.`,
      },
    ]
  if (destination.includes('.') || destination.includes(':')) return []
  return [
    {
      ...never,
      message: `${where} is about "${destination}", which is no group of the catalogue: it counts only for a machine of that very name.`,
      hint: 'Write the name of a group as the catalogue has it, or the whole name of a host.',
    },
  ]
}

/** Says of corrections what in them can never do what it seems to say, as `check.ts` does of rules. */
import type { Catalogue } from './catalogue.ts'
import { compileGroups } from './compile.ts'
import type { Correction } from './corrections.ts'
import { namesEverything } from './fields.ts'
import { groupName } from './match-model.ts'

export interface CorrectionProblem {
  code: 'unknown-name' | 'empty-group' | 'never-meant' | 'everything' | 'overruled'
  /** With an error the gateway does not start; with a warning the correction is idle, or does more than was meant. */
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
    const found = [...ofEverything(one, about), ...ofOverruled(one, about, corrections)]
    if (name !== null) return [...found, ...ofGroup(name, about, catalogue)]
    if (one.of === 'destination' || one.of === 'connection') return found
    if (one.destination === null || groups.includes(one.destination)) return found
    return [...found, ...ofPlace(one.destination, about, groupOf(one.destination))]
  })
}

/** Nobody means all of every body by a field. */
function ofEverything(one: Correction, { index, where }: About): CorrectionProblem[] {
  if (one.of !== 'field' || !namesEverything(one.path)) return []
  const there = one.destination === null ? 'to any destination' : `to "${one.destination}"`
  const message =
    one.effect === 'allow'
      ? `${where} names every field: nothing in a form, a table or JSON ${there} is looked into any more, secrets neither.`
      : `${where} names every field: all of a form, a table or JSON ${there} is emptied.`
  const whole = one.effect === 'allow' ? 'Allow the destination' : 'Deny the destination'
  const hint = `Name the field that is meant: order.reference, or **.iban. ${whole} instead where all of it is.`
  return [{ code: 'everything', severity: 'warning', index, message, hint }]
}

/** What is allowed and denied is denied: what has left cannot be called back. */
function ofOverruled(
  one: Correction,
  { index, where }: About,
  corrections: readonly Correction[],
): CorrectionProblem[] {
  if (one.effect !== 'allow') return []
  const denied = corrections.find((other) => other.effect === 'deny' && isOfSame(one, other))
  if (denied === undefined) return []
  const message = `${where} allows what the correction ${denied.id} denies: deny wins, and it never counts.`
  return [{ code: 'overruled', severity: 'warning', index, message, hint: `Undo ${denied.id} or ${one.id}.` }]
}

/** True where what is allowed is denied as a whole. */
function isOfSame(allowed: Correction, denied: Correction): boolean {
  switch (allowed.of) {
    case 'value':
      return (
        denied.of === 'value' &&
        denied.type === allowed.type &&
        denied.index === allowed.index &&
        denied.destination === allowed.destination
      )
    case 'field':
      return (
        denied.of === 'field' &&
        (denied.path === allowed.path || namesEverything(denied.path)) &&
        (denied.destination === null || denied.destination === allowed.destination)
      )
    case 'destination':
    case 'connection':
      return denied.of === 'destination' && denied.destination === allowed.destination
  }
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

/** Reads the table of destinations and types: what usually happens to some types at a destination, and what else may. */
import type { MatrixRow, Operator, PolicyView } from './asked.ts'

export interface Cell {
  usual: Operator
  /** At requests that meet another rule. */
  others: readonly Operator[]
}

/** null where nothing is looked into. */
export function cellOf({ exchanges }: MatrixRow, view: PolicyView, bundle: number): Cell | null {
  const usual = exchanges.toSorted((one, other) => other.share - one.share)[0]
  if (usual === undefined) return null
  const operatorOf = (ruleId: string) =>
    view.matrix.rules.find(({ id }) => id === ruleId)?.operators[bundle] ?? 'keep'
  const chosen = operatorOf(usual.ruleId)
  const others = new Set(exchanges.map(({ ruleId }) => operatorOf(ruleId)))
  others.delete(chosen)
  return { usual: chosen, others: [...others] }
}

/** How its connections are treated: `some` where it depends on the host or the request. */
export function wayOf({ connections, exchanges }: MatrixRow): 'read' | 'some' | 'unread' | 'refused' {
  if (exchanges.length === 0)
    return connections.some(({ action }) => action === 'tunnel') ? 'unread' : 'refused'
  return connections.some(({ action }) => action !== 'intercept') ? 'some' : 'read'
}

/** Those that are looked into first; what no rule names last. */
export function sortedRows({ matrix }: PolicyView): MatrixRow[] {
  const rank = (row: MatrixRow) =>
    row.destination === '*' ? 2 : wayOf(row) === 'read' || wayOf(row) === 'some' ? 0 : 1
  return matrix.rows.toSorted((one, other) => rank(one) - rank(other))
}

/** True where a destination is treated otherwise than in the other policy, for any type of the bundle. */
export function differs(row: MatrixRow, bundle: number, of: { view: PolicyView; from: PolicyView }): boolean {
  const { view, from } = of
  const before =
    from.matrix.rows.find(({ destination }) => destination === row.destination) ?? from.matrix.rows.at(-1)
  if (before === undefined) return true
  const now = JSON.stringify([wayOf(row), cellOf(row, view, bundle)])
  return (view.matrix.bundles[bundle]?.types ?? []).some((type) => {
    const at = from.matrix.bundles.findIndex(({ types }) => types.includes(type))
    return JSON.stringify([wayOf(before), cellOf(before, from, at)]) !== now
  })
}

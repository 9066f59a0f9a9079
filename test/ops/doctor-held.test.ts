/** Promises about what the doctor says of machines that the network's rules hold back: what is so, since when it is known, what to do. */
import { expect, test } from 'vitest'
import { toldStates } from '../../gateway/core/network/told-state.ts'
import { minuteMs } from '../../gateway/core/units.ts'
import { checkHeldMachines, type ToldMachines } from '../../gateway/ops/doctor/held-machines.ts'

const told = { quarantined: 1, guests: 2, lookedAgoMs: 17 * minuteMs }

function checked(facts: Partial<ToldMachines> & Pick<ToldMachines, 'state'>) {
  const [check] = checkHeldMachines({ ...told, ...facts })
  return check
}

test('nothing is said where nobody was ever to be held back', () => {
  expect(checkHeldMachines(null)).toEqual([])
})

test('held back is only said with when it was seen', () => {
  const found = (lookedAgoMs: number) => checked({ state: 'in-step', lookedAgoMs })?.found
  expect(found(minuteMs - 1)).toContain('(looked at just now)')
  expect(found(minuteMs)).toContain('(looked at 1 minute ago)')
  expect(found(14 * minuteMs)).toContain('(looked at 14 minutes ago)')
})

test.each(toldStates.filter((state) => state !== 'in-step'))(
  'whatever else is so is a warning that says what to do: %s',
  (state) => {
    const check = checked({ state })
    expect(check).toMatchObject({ id: 'held-machines', state: 'warn' })
    expect(check?.found).toContain('1 network card in quarantine, 2 network cards of guests')
    expect(check?.todo).not.toBe('')
  },
)

test('that nobody has looked is told with how long, where somebody is to be held back', () => {
  expect(checked({ state: 'unlooked' })).toMatchObject({
    found: expect.stringContaining('when somebody looked 17 minutes ago'),
    todo: expect.stringContaining('network sync'),
  })
  expect(checked({ state: 'unlooked', quarantined: 0, guests: 0 })).toMatchObject({ state: 'ok', todo: '' })
})

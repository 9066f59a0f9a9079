/** Promises about the gateway's events: everybody hears, in order, and nobody keeps another from hearing. */
import { expect, test } from 'vitest'
import { createEventBus, type GatewayEventName } from '../../gateway/core/events.ts'

const device = { id: '0011223344556677', name: 'till-2' }

function busWithFaults() {
  const faults: [GatewayEventName, unknown][] = []
  return { faults, bus: createEventBus({ fault: (name, error) => faults.push([name, error]) }) }
}

test('an event reaches everybody who asked for it, in the order of asking, and nobody else', () => {
  const { bus } = busWithFaults()
  const heard: string[] = []
  bus.subscribe('device.added', ({ name }) => heard.push(`first ${name}`))
  bus.subscribe('device.revoked', () => heard.push('never'))
  bus.subscribe('device.added', ({ name }) => heard.push(`second ${name}`))
  bus.publish('device.added', device)
  expect(heard).toEqual(['first till-2', 'second till-2'])
})

test('a listener that throws is reported by the name of the event, and the others hear all the same', () => {
  const { bus, faults } = busWithFaults()
  const heard: string[] = []
  const fault = new Error('a defect')
  bus.subscribe('device.added', () => {
    throw fault
  })
  bus.subscribe('device.added', ({ name }) => heard.push(name))
  expect(() => bus.publish('device.added', device)).not.toThrow()
  expect(heard).toEqual(['till-2'])
  expect(faults).toEqual([['device.added', fault]])
})

test('a subscription that was ended hears no more, and only that one', () => {
  const { bus } = busWithFaults()
  let count = 0
  const listener = () => {
    count++
  }
  const end = bus.subscribe('device.added', listener)
  bus.subscribe('device.added', listener)
  end()
  end()
  bus.publish('device.added', device)
  expect(count).toBe(1)
})

test('who comes or goes while an event is handed out counts from the next event on', () => {
  const { bus } = busWithFaults()
  const heard: string[] = []
  const endSecond: { end?: () => void } = {}
  bus.subscribe('device.added', () => {
    heard.push('first')
    endSecond.end?.()
    if (heard.length === 1) bus.subscribe('device.added', () => heard.push('late'))
  })
  endSecond.end = bus.subscribe('device.added', () => heard.push('second'))
  bus.publish('device.added', device)
  expect(heard).toEqual(['first', 'second'])
  bus.publish('device.added', device)
  expect(heard).toEqual(['first', 'second', 'first', 'late'])
})

test('an event that a listener publishes is handed out at once, inside the first', () => {
  const { bus } = busWithFaults()
  const heard: string[] = []
  bus.subscribe('device.added', (each) => bus.publish('device.revoked', each))
  bus.subscribe('device.revoked', () => heard.push('revoked'))
  bus.subscribe('device.added', () => heard.push('added'))
  bus.publish('device.added', device)
  expect(heard).toEqual(['revoked', 'added'])
})

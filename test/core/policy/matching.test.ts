/** Hosts, times, paths and key paths fit a rule exactly where a person would say so. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compileFields } from '../../../gateway/core/policy/fields.ts'
import { compileGlob } from '../../../gateway/core/policy/glob.ts'
import { createHostIndex } from '../../../gateway/core/policy/host-index.ts'
import { createWeekClock, weekOf } from '../../../gateway/core/policy/schedule.ts'
import { runs } from '../../support/property-runs.ts'

describe('hosts', () => {
  test.each([
    ['example.com', 'example.com', 1],
    ['Example.COM', 'example.com', 1],
    ['example.com', 'www.example.com', 0],
    ['*.example.com', 'www.example.com', 1],
    ['*.example.com', 'a.b.example.com', 1],
    ['*.example.com', 'example.com', 0],
    ['*.example.com', 'badexample.com', 0],
    ['*.com', 'example.com', 1],
    ['10.0.0.0/8', '10.1.2.3', 1],
    ['10.0.0.0/8', '11.1.2.3', 0],
    ['10.0.0.0/8', 'ten.example.com', 0],
    ['10.1.2.3', '10.1.2.3', 1],
    ['2001:db8::/32', '2001:db8::1', 1],
    ['2001:db8::/32', '2001:db9::1', 0],
  ])('the pattern %s and the host %s: %d', (pattern, host, expected) => {
    expect([...createHostIndex([[pattern]]).hits(host)]).toEqual([expected])
  })

  test('a host is found in all the lists it is in, and in the list of everything', () => {
    const index = createHostIndex([['a.test', '*.b.test'], null, ['x.b.test'], []])
    expect([...index.hits('x.b.test')]).toEqual([1, 1, 1, 0])
    expect([...index.hits('a.test')]).toEqual([1, 1, 0, 0])
    expect([...index.hits('b.test')]).toEqual([0, 1, 0, 0])
  })
})

describe('schedules', () => {
  const officeHours = weekOf({ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '08:00', to: '18:00' })
  const berlin = createWeekClock('Europe/Berlin')
  const holds = (week: Uint8Array, time: string) => week[berlin(Date.parse(time))] === 1

  test.each([
    ['2026-11-18T07:00:00Z', true, 'Wednesday 08:00 in winter'],
    ['2026-11-18T06:59:59Z', false, 'a second before'],
    ['2026-11-18T16:59:59Z', true, 'the last second'],
    ['2026-11-18T17:00:00Z', false, '18:00'],
    ['2026-07-15T06:00:00Z', true, 'Wednesday 08:00 in summer'],
    ['2026-11-21T10:00:00Z', false, 'Saturday'],
  ])('office hours at %s: %s (%s)', (time, expected) => {
    expect(holds(officeHours, time)).toBe(expected)
  })

  test('a schedule past midnight belongs to the day it begins on', () => {
    const night = weekOf({ days: ['sun'], from: '22:00', to: '06:00' })
    expect(holds(night, '2026-11-22T21:30:00Z')).toBe(true)
    expect(holds(night, '2026-11-23T04:30:00Z')).toBe(true)
    expect(holds(night, '2026-11-22T04:30:00Z')).toBe(false)
    expect(holds(night, '2026-11-23T05:00:00Z')).toBe(false)
  })

  test('the same time twice, or 00:00 to 24:00, is the whole day', () => {
    const day = weekOf({ days: ['sat'], from: '00:00', to: '24:00' })
    expect(day).toEqual(weekOf({ days: ['sat'], from: '00:00', to: '00:00' }))
    expect(day.reduce((sum, minute) => sum + minute, 0)).toBe(24 * 60)
  })

  test('the clock changes are kept: on 2026-10-25 the hour after 02:00 happens twice', () => {
    const clock = createWeekClock('Europe/Berlin')
    expect(clock(Date.parse('2026-10-25T00:30:00Z'))).toBe(clock(Date.parse('2026-10-25T01:30:00Z')))
    expect(clock(Date.parse('2026-10-25T00:30:00Z'))).toBe(6 * 24 * 60 + 2 * 60 + 30)
  })
})

describe('paths', () => {
  test.each([
    ['/api', '/api', true],
    ['/api', '/api/', false],
    ['/api/*', '/api/orders', true],
    ['/api/*', '/api/orders/7', false],
    ['/api/**', '/api', true],
    ['/api/**', '/api/orders/7', true],
    ['/api/**', '/apix', false],
    ['/**/checkout/**', '/checkout', true],
    ['/**/checkout/**', '/shop/de/checkout/pay', true],
    ['/**/checkout/**', '/precheckout/pay', false],
    ['/v*/chat', '/v1/chat', true],
    ['/v*/chat', '/v1/x/chat', false],
    ['/**', '/', true],
    ['/a.b', '/axb', false],
    ['image/*', 'image/png', true],
    ['application/*+json', 'application/problem+json', true],
    ['application/*+json', 'application/json', false],
  ])('the pattern %s and %s: %s', (pattern, text, expected) => {
    expect(compileGlob(pattern)(text)).toBe(expected)
  })

  test('globs agree with the regular expression they stand for', () => {
    const piece = fc.constantFrom('a', 'b', '/', '*', '**', 'ab')
    const pattern = fc
      .array(piece, { maxLength: 8 })
      .map((pieces) => `/${pieces.join('')}`.replaceAll(/\*{3,}/g, '**'))
    const text = fc
      .array(fc.constantFrom('a', 'b', '/'), { maxLength: 12 })
      .map((pieces) => `/${pieces.join('')}`)
    fc.assert(
      fc.property(pattern, text, (glob, candidate) => {
        expect(compileGlob(glob)(candidate)).toBe(slowly(glob).test(candidate))
      }),
      runs(2000),
    )
  })

  test('a pattern made to be slow is answered quickly', () => {
    const fits = compileGlob(`/${'**a'.repeat(30)}`)
    const started = process.threadCpuUsage()
    expect(fits(`/${'a'.repeat(8000)}b`)).toBe(false)
    const { user, system } = process.threadCpuUsage(started)
    expect((user + system) / 1000).toBeLessThan(2000)
  })

  /** `/**` as a whole segment may be nothing, elsewhere `**` is `.*` and `*` is `[^/]*`. */
  function slowly(glob: string): RegExp {
    const source = glob.replaceAll(/\/\*\*(?=\/|$)|\*\*|\*/g, (stars) => {
      if (stars === '/**') return '(?:/.*)?'
      return stars === '**' ? '.*' : '[^/]*'
    })
    return new RegExp(`^${source}$`, 's')
  }
})

describe('key paths', () => {
  test.each([
    ['date_of_birth', 'date_of_birth', true],
    ['date_of_birth', 'customer.date_of_birth', true],
    ['date_of_birth', 'customers[3].date_of_birth', true],
    ['date_of_birth', 'date_of_birth.year', true],
    ['date_of_birth', 'date_of_birth_known', false],
    ['order.id', 'order.id', true],
    ['order.id', 'my.order.id', false],
    ['**.order.id', 'my.order.id', true],
    ['order.id', 'order.identity', false],
    ['customers[].email', 'customers[12].email', true],
    ['customers[].email', 'customers.email', false],
    ['customers[0].email', 'customers[1].email', false],
    ['*.email', 'customer.email', true],
    ['*.email', 'a.b.email', false],
    ['[].email', '[4].email', true],
    ['customer', 'customer.address.street', true],
    ['email', 'user[email]', true],
    ['user.email', 'user[email]', true],
  ])('the field %s and the path %s: %s', (pattern, path, expected) => {
    expect(compileFields({ drop: [pattern], keep: [] })(path)).toBe(expected ? 'drop' : 'scan')
    expect(compileFields({ drop: [], keep: [pattern] })(path)).toBe(expected ? 'keep' : 'scan')
  })

  test('a field in both lists is dropped', () => {
    expect(compileFields({ drop: ['id'], keep: ['order.id'] })('order.id')).toBe('drop')
  })

  test('no path, however odd, makes the comparison fail', () => {
    const order = compileFields({ drop: ['a.b[].c'], keep: ['["x.y"]'] })
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '.', '[', ']', '"', '\\', '1') }), (path) => {
        expect(['scan', 'keep', 'drop']).toContain(order(path))
      }),
    )
  })
})

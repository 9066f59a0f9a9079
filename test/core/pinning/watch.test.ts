/** Promises of what refused certificates come to: a program that pins, a machine without the root, or nothing. */
import { describe, expect, test } from 'vitest'
import type { SignKind } from '../../../gateway/core/pinning/sign.ts'
import { createPinningWatch, type PinningFinding } from '../../../gateway/core/pinning/watch.ts'
import { dayMs, hourMs, minuteMs, secondMs } from '../../../gateway/core/units.ts'

const begun = Date.UTC(2026, 10, 23)

/** Tells a watch what happens, in order; `saw` takes seconds since the beginning. */
function scene(bounds?: Parameters<typeof createPinningWatch>[0]) {
  const watch = createPinningWatch(bounds)
  const findings: PinningFinding[] = []
  const saw = (second: number, kind: SignKind, host: string, client = '10.0.0.7') => {
    const finding = watch.take({ kind, client, host, at: begun + second * secondMs })
    if (finding !== null) findings.push(finding)
  }
  /** In short: `pinned app.test`. */
  const said = () =>
    findings.map((each) => (each.kind === 'tunnel' ? `${each.why} ${each.host}` : `${each.kind}`))
  return { watch, saw, findings, said }
}

describe('a program that pins', () => {
  test('is recognised by the third refusal, with other hosts at work in between', () => {
    const { saw, findings } = scene()
    saw(0, 'refused', 'app.test')
    saw(10, 'used', 'web.test')
    saw(20, 'refused', 'app.test')
    expect(findings).toEqual([])
    saw(30, 'refused', 'app.test')
    expect(findings).toEqual([
      {
        ...{ kind: 'tunnel', why: 'pinned', client: '10.0.0.7', host: 'app.test', refused: 3, left: 0 },
        ...{ firstAt: begun, lastAt: begun + 30 * secondMs },
      },
    ])
  })

  test('that leaves without a word is recognised by the fifth time', () => {
    const { saw, said } = scene()
    saw(0, 'left', 'app.test')
    saw(10, 'used', 'web.test')
    for (const second of [20, 30, 40]) saw(second, 'left', 'app.test')
    expect(said()).toEqual([])
    saw(50, 'left', 'app.test')
    expect(said()).toEqual(['pinned app.test'])
  })

  test('counts once for a burst of connections', () => {
    const { saw, said } = scene()
    saw(0, 'refused', 'app.test')
    saw(1, 'used', 'web.test')
    for (let number = 0; number < 50; number += 1) saw(2 + number / 1000, 'refused', 'app.test')
    expect(said()).toEqual([])
  })

  test('beside another program that takes the certificate of the same host is told apart', () => {
    const { saw, said } = scene()
    saw(0, 'refused', 'shared.test')
    saw(10, 'used', 'shared.test')
    saw(20, 'refused', 'shared.test')
    saw(30, 'refused', 'shared.test')
    expect(said()).toEqual(['own-list shared.test'])
  })

  test('is said again after ten minutes at the soonest, and begins anew once somebody has answered', () => {
    const { saw, said, watch } = scene()
    saw(0, 'refused', 'app.test')
    saw(1, 'used', 'web.test')
    for (let second = 10; second < 1000; second += 5) saw(second, 'refused', 'app.test')
    expect(said()).toEqual(['pinned app.test', 'pinned app.test'])
    watch.forget('10.0.0.7', 'app.test')
    saw(2000, 'refused', 'app.test')
    saw(2010, 'refused', 'app.test')
    expect(said()).toHaveLength(2)
  })
})

describe('a machine without the root', () => {
  test('refuses sites of unlike names, and no tunnel is proposed', () => {
    const { saw, said } = scene()
    for (let second = 0; second < 20; second += 2)
      for (const host of ['a.one.test', 'b.one.test', 'two.test', 'three.co.uk']) saw(second, 'refused', host)
    expect(said()).toEqual(['install-root'])
  })

  test('that installs it is well at once, and nothing that it refused before counts', () => {
    const { saw, said } = scene()
    const hosts = ['one.test', 'two.test', 'three.test']
    for (let second = 0; second < 20; second += 2) for (const host of hosts) saw(second, 'refused', host)
    for (const [index, host] of hosts.entries()) saw(100 + index, 'used', host)
    expect(said()).toEqual(['install-root', 'root-works'])
    // The connection that was still under way when the root came.
    for (const host of hosts) saw(110, 'refused', host)
    expect(said()).toHaveLength(2)
  })

  test('that was withdrawn is no dozen of programs that pin', () => {
    const { saw, said } = scene()
    const hosts = ['one.test', 'two.test', 'three.test']
    for (const host of hosts) saw(0, 'used', host)
    for (let second = 10; second < 1200; second += 30) for (const host of hosts) saw(second, 'refused', host)
    expect(said().filter((each) => each !== 'install-root')).toEqual([])
    expect(said()).toContain('install-root')
  })

  test('or a program that pins, where it speaks to one host alone: nobody can tell, which is said after an hour', () => {
    const { saw, said } = scene()
    for (let minute = 0; minute < 59; minute += 5) saw(minute * 60, 'refused', 'cloud.camera.test')
    expect(said()).toEqual([])
    saw(61 * 60, 'refused', 'cloud.camera.test')
    expect(said()).toEqual(['only-this cloud.camera.test'])
  })
})

describe('nothing is proposed', () => {
  test('for a host that works, however many spare connections to it are closed at once', () => {
    const { saw, said } = scene()
    saw(0, 'used', 'web.test')
    saw(1, 'used', 'other.test')
    for (let second = 2; second < 3000; second += 2) saw(second, 'left', 'web.test')
    expect(said()).toEqual([])
  })

  test('for connections that are left now and then: an hour between them begins the count anew', () => {
    const { saw, said } = scene()
    for (let hour = 0; hour < 50; hour += 1) {
      saw((hour * hourMs * 1.1) / secondMs, 'left', 'preconnected.test')
      saw((hour * hourMs * 1.1 + minuteMs) / secondMs, 'used', 'web.test')
    }
    expect(said()).toEqual([])
  })

  test('in ten thousand healthy connections of which every fifth is left at once', () => {
    const { saw, said } = scene()
    let seed = 7
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31
      return seed % below
    }
    for (let number = 0; number < 10_000; number += 1) {
      const kind = random(5) === 0 ? 'left' : 'used'
      saw(number * 2, kind, `site${random(200)}.test`, `10.0.0.${random(10)}`)
    }
    expect(said()).toEqual([])
  })

  test('where somebody speaks in the name of another client: its own machine is all that counts', () => {
    const { saw, said } = scene()
    for (let second = 0; second < 100; second += 2) {
      saw(second, 'refused', 'app.test', '10.0.0.8')
      saw(second, 'used', 'web.test', '10.0.0.9')
    }
    expect(said()).toEqual([])
  })
})

test('a flood of names and of addresses is forgotten, and who is spoken of stays small', () => {
  const { saw, said, watch } = scene({ clients: 50, refusedPerClient: 8, usedPerClient: 16, hosts: 400 })
  for (let number = 0; number < 20_000; number += 1) {
    saw(number * 2, 'refused', `n${number}.flood.test`, '10.0.0.66')
    saw(number * 2, 'used', `n${number}.web.test`, `2001:db8::${number.toString(16)}`)
  }
  expect(watch.size).toBeLessThanOrEqual(400)
  expect(said().length).toBeLessThan(2)
})

test('what was refused is remembered for a week', () => {
  const { saw, said } = scene()
  saw(0, 'refused', 'app.test')
  saw(1, 'used', 'web.test')
  saw(2, 'refused', 'app.test')
  saw((8 * dayMs) / secondMs, 'refused', 'app.test')
  expect(said()).toEqual([])
})

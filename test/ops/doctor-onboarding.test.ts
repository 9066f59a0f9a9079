/** Promises about what the doctor says of proposals that wait, and of what machines are set up with. */
import { expect, test } from 'vitest'
import { checkOnboarding, type OnboardingFacts } from '../../gateway/ops/doctor/onboarding.ts'
import { checkProposals } from '../../gateway/ops/doctor/proposals.ts'

test('programs that wait for a tunnel, and machines without the root, are told of with the command that answers', () => {
  expect(checkProposals({ tunnels: 0, rootless: 0 })).toMatchObject({ state: 'ok', todo: '' })
  const both = checkProposals({ tunnels: 2, rootless: 1 })
  expect(both).toMatchObject({ state: 'warn', todo: expect.stringContaining('gatehouse proposals') })
  expect(both.found).toBe(
    "2 programs accept their makers’ certificates alone, 1 machine lacks the office's root.",
  )
  expect(checkProposals({ tunnels: 0, rootless: 3 }).found).toBe("3 machines lack the office's root.")
})

const well: OnboardingFacts = {
  ...{ page: 'http://gatehouse.home.arpa:8080/', wpadPort: 80, isLocal: false },
  seen: { roots: 'right', pac: 'right', wpad: 'right' },
}

test('all that machines are set up with is given out', () => {
  expect(checkOnboarding(well)).toMatchObject({
    ...{ state: 'ok', todo: '' },
    found:
      'Certificates and PAC file are given out at http://gatehouse.home.arpa:8080/, and for WPAD at port 80.',
  })
  expect(checkOnboarding({ ...well, isLocal: true }).meaning).toContain('To this box alone')
})

test.each([
  ['roots', 'silent', 'Nobody answers: http://gatehouse.home.arpa:8080/.'],
  ['pac', 'wrong', 'Something else answers: http://gatehouse.home.arpa:8080/proxy.pac.'],
  ['wpad', 'silent', 'Nobody answers: /wpad.dat at port 80.'],
] as const)('what is missing of it is a warning: %s is %s', (what, found, says) => {
  const seen = {
    ...{ roots: 'right', pac: 'right', wpad: 'right' },
    [what]: found,
  } as OnboardingFacts['seen']
  const check = checkOnboarding({ ...well, seen })
  expect(check).toMatchObject({ state: 'warn', found: says })
  expect(check.todo).not.toBe('')
})

test('where the box itself is not served, nothing is claimed', () => {
  expect(checkOnboarding({ ...well, seen: null })).toMatchObject({
    state: 'ok',
    found: expect.stringContaining('Not tried'),
  })
})

/** Says whether machines find what they are set up with: the page with the certificates, the PAC file, and its port for WPAD. */
import type { DoctorCheck } from '../doctor.ts'

/** silent: nobody answered in time. wrong: something else did than what the gateway gives out. */
export type Found = 'right' | 'wrong' | 'silent'

export interface OnboardingFacts {
  /** `http://gatehouse.home.arpa:8080/`, as clients reach it. */
  page: string
  /** Null where the box itself is not served (`proxy.clients`), so that it cannot try. */
  seen: { roots: Found; pac: Found; wpad: Found | null } | null
  /** Where the PAC file is answered for by WPAD; null where there is no such port. */
  wpadPort: number | null
  /** The proxy answers this box alone. */
  isLocal: boolean
}

const base = { id: 'onboarding', title: 'Setting machines up' }

export function checkOnboarding(facts: OnboardingFacts): DoctorCheck {
  const { page, seen, wpadPort, isLocal } = facts
  if (seen === null)
    return {
      ...{
        ...base,
        state: 'ok',
        found: `Not tried: this box is not in proxy.clients, so ${page} is not for it.`,
      },
      ...{ meaning: 'A machine that is served sees at /check whether it is set up.', todo: '' },
    }
  const ports = { roots: page, pac: `${page}proxy.pac`, wpad: `/wpad.dat at port ${wpadPort}` }
  for (const one of ['roots', 'pac', 'wpad'] as const) {
    const found = seen[one]
    if (found === 'wrong' || found === 'silent')
      return {
        ...base,
        state: 'warn',
        found: `${found === 'silent' ? 'Nobody answers' : 'Something else answers'}: ${ports[one]}.`,
        ...troubles[one],
      }
  }
  return {
    ...base,
    state: 'ok',
    found: `Certificates and PAC file are given out at ${page}${wpadPort === null ? '' : `, and for WPAD at port ${wpadPort}`}.`,
    meaning: isLocal
      ? 'To this box alone: proxy.host is an address that no other machine reaches.'
      : 'As this box sees it. A machine sees at /check whether it is set up, and what is missing.',
    todo: '',
  }
}

const look =
  'See `gatehouse status` whether the proxy serves, and `ss -tlnp` whether another program has the port. Then start the gateway anew.'

const troubles = {
  roots: { meaning: 'No machine can be set up: they find neither steps nor certificates.', todo: look },
  pac: {
    meaning: 'Machines that are set up by the PAC file have no web, or leave past the gateway.',
    todo: look,
  },
  wpad: {
    meaning: 'Machines that look for the PAC file by themselves find none, and leave past the gateway.',
    todo: look,
  },
}
